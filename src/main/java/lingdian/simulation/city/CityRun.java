package lingdian.simulation.city;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AgentStoppedException;

/**
 * Plays a city's plan: slice after slice, all cafés side by side. Blocks the one thread that runs it; may be stopped
 * from any thread.
 *
 * <p>A slice begins only when those before it, up to the pace's allowance, are acknowledged. So a person's logout is
 * judged before their next login elsewhere, and a slow service slows the city instead of filling its memory.
 */
final class CityRun {
    private static final long CONNECT_SECONDS = 120;
    private static final int CONNECT_AT_ONCE = 64;

    private final CityPlan plan;
    private final List<CafeConnection> lines;
    private final CityPace pace;
    private final Patience patience;
    private final Watcher watcher;
    private final Deque<Future<?>> unsafe = new ArrayDeque<>();
    private volatile boolean stopping;

    /** Observes what is played, on the playing thread. */
    interface Watcher {
        default void acted(Act act) {}

        default void played(Slice slice, List<Truth> truths) {}
    }

    CityRun(CityPlan plan, List<CafeConnection> lines, CityPace pace, Patience patience, Watcher watcher) {
        this.plan = plan;
        this.lines = lines;
        this.pace = pace;
        this.patience = patience;
        this.watcher = watcher;
    }

    /**
     * Plays until the city is over or {@link #stop} is called.
     *
     * @throws AgentStoppedException if the service refuses one of the agents
     * @throws TimeoutException if it acknowledges nothing for minutes
     */
    void play() throws InterruptedException, TimeoutException {
        try {
            connect();
            while (plan.hasNext() && !stopping) {
                play(plan.next());
            }
            if (!stopping) {
                awaitSafe(0);
            }
        } catch (AgentStoppedException gone) {
            if (!stopping) {
                throw gone; // otherwise this side closed it
            }
        }
    }

    /** Stops after the current action and disconnects. */
    Future<Void> stop() {
        stopping = true;
        List<Future<Void>> closed = new ArrayList<>();
        lines.forEach(line -> closed.add(line.close()));
        return Future.join(closed).otherwiseEmpty().mapEmpty();
    }

    /** Connects in batches: a service may take thousands of connections at once for an attack. */
    private void connect() throws TimeoutException {
        for (int from = 0; from < lines.size() && !stopping; from += CONNECT_AT_ONCE) {
            int to = Math.min(lines.size(), from + CONNECT_AT_ONCE);
            Future.all(lines.subList(from, to).stream()
                            .map(CafeConnection::connect)
                            .toList())
                    .await(CONNECT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void play(Slice slice) throws InterruptedException, TimeoutException {
        for (Act act : slice.acts()) {
            pace.until(act.at());
            if (stopping) {
                return;
            }
            watcher.acted(act);
            lines.get(act.cafe()).play(act);
        }
        pace.until(slice.to());
        unsafe.add(Future.all(lines.stream().map(CafeConnection::safe).toList()));
        awaitSafe(pace.slicesAhead());
        watcher.played(slice, plan.truths());
    }

    private void awaitSafe(int allowed) throws TimeoutException {
        while (unsafe.size() > allowed) {
            patience.await(unsafe.remove());
        }
    }
}
