package lingdian.simulation.load;

import java.util.List;
import java.util.function.LongSupplier;

/** Hands the events of a schedule to the cafés when they are due. On the event loop, called about every millisecond. */
final class OpenLoop {
    private final SendSchedule schedule;
    private final long toNanos;
    private final List<LoadAgent> agents;
    private final LongSupplier nanos;
    private long offered;

    /** @param toNanos no event is due at this moment or later */
    OpenLoop(SendSchedule schedule, long toNanos, List<LoadAgent> agents, LongSupplier nanos) {
        this.schedule = schedule;
        this.toNanos = toNanos;
        this.agents = agents;
        this.nanos = nanos;
        for (int i = 0; i < agents.size(); i++) {
            agents.get(i).start(schedule, i);
        }
    }

    void tick() {
        long due = schedule.due(Math.min(nanos.getAsLong(), toNanos - 1));
        long first = offered;
        for (; offered < due; offered++) {
            agent(offered).offer();
        }
        long touched = Math.min(due - first, agents.size());
        for (long i = first; i < first + touched; i++) {
            agent(i).pump();
        }
    }

    private LoadAgent agent(long event) {
        return agents.get((int) (event % agents.size()));
    }
}
