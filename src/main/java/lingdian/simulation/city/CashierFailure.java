package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import lingdian.simulation.city.Truth.Shown;

/**
 * The café's cashier's program, which fails once a day ({@link Habit#LOSES_CASHIER}): it forgets its sessions, and until
 * it runs again guests sit and come without a login, while the agent still records which terminals are in use.
 */
final class CashierFailure {
    private static final Duration NEXT_TRY = Duration.ofMinutes(10);
    private static final int DOWN_MINUTES = 20;
    private static final int DOWN_MINUTES_MORE = 25;

    private final Agenda agenda;
    private final AgentScript agent;
    private final CafeTruth truth;
    private final Floor floor;
    private final RandomGenerator random;

    CashierFailure(Agenda agenda, AgentScript agent, CafeTruth truth, Floor floor, RandomGenerator random) {
        this.agenda = agenda;
        this.agent = agent;
        this.truth = truth;
        this.floor = floor;
        this.random = random;
    }

    /** The program fails, or later on that day, as soon as some guest stays for all of it: so it is one episode. */
    void fails(Instant now, CafeDay day) {
        Instant back = now.plus(Duration.ofMinutes(DOWN_MINUTES + random.nextInt(DOWN_MINUTES_MORE)));
        if (floor.guests().stream().anyMatch(stay -> stay.to().isAfter(back))) {
            agent.cashierFails(now);
            agenda.at(back, then -> runsAgain(now, then));
        } else if (now.isBefore(day.empty().minus(NEXT_TRY))) {
            agenda.at(now.plus(NEXT_TRY), later -> fails(later, day));
        }
    }

    private void runsAgain(Instant failed, Instant now) {
        boolean seen = floor.guests().stream().anyMatch(stay -> stay.seenUnregistered);
        truth.unregistered(failed, now, Shown.factIf(seen));
        agent.cashierRuns();
        floor.guests().forEach(stay -> agent.admitted(now, stay));
    }
}
