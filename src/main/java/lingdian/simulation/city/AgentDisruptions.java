package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import lingdian.domain.event.LogoutReason;

/** What a café does to its agent by its habit (handbook, simulator.md), and failures of its line. */
final class AgentDisruptions {
    private static final Duration CLOCK_BACK = Duration.ofHours(3);
    /**
     * How long before midnight an agent is stopped. The longer time is for a live city, where the service must notice
     * the silence: see {@link Truth#MEASURES}.
     */
    private static final Duration STOPS_BEFORE = Duration.ofMinutes(10);

    private static final Duration STOPS_BEFORE_WHERE_LIVE = Duration.ofMinutes(25);
    private static final Duration MISSED = Duration.ofMinutes(5);
    private static final Duration RECORDS_ARRIVED = Duration.ofMinutes(20);
    private static final double LINE_FAILS = 0.12;
    private static final double TIME_LOST = 0.7;
    /**
     * How long an agent's clock is wrong after a dead battery: shorter than the way from one café to another, so that
     * no guest is in two cafés by their clocks.
     */
    private static final Duration TIME_FOUND_AGAIN = Duration.ofMinutes(12);

    private final Habit habit;
    private final Circumstance circumstance;
    private final CitySettings settings;
    private final Agenda agenda;
    private final AgentScript agent;
    private final CafeTruth truth;
    private final Floor floor;
    private final RandomGenerator random;
    private final CashierFailure cashier;
    private boolean installAnew;
    private Instant agentStarts = Instant.MIN;
    private Instant lineMended = Instant.MIN;

    AgentDisruptions(
            Habit habit,
            Circumstance circumstance,
            CitySettings settings,
            Agenda agenda,
            AgentScript agent,
            CafeTruth truth,
            Floor floor,
            RandomGenerator random) {
        this.habit = habit;
        this.circumstance = circumstance;
        this.settings = settings;
        this.agenda = agenda;
        this.agent = agent;
        this.truth = truth;
        this.floor = floor;
        this.random = random;
        this.cashier = new CashierFailure(agenda, agent, truth, floor, random);
        if (habit == Habit.NEVER_CONNECTS) {
            agent.neverStarts();
            truth.agentGone(settings.from());
        }
    }

    /** Plans the actions of one day. */
    void plan(CafeDay day, Instant nextOpening) {
        switch (habit) {
            case HONEST -> {
                if (circumstance == Circumstance.BATTERY_DEAD) {
                    deadBattery(day);
                } else {
                    failingLine(day);
                }
            }
            case STOPS_AGENT, LOGS_OUT_AND_STOPS_AGENT -> {
                if (day.goesOn()) {
                    stopAgent(day, nextOpening);
                }
            }
            case SETS_CLOCK_BACK -> {
                if (day.goesOn()) {
                    unlessPast(day.midnight().minus(Duration.ofMinutes(20)), now -> {
                        agent.setClock(CLOCK_BACK);
                        truth.suspect(Truth.CLOCK, now);
                    });
                    unlessPast(nextOpening.minus(Duration.ofMinutes(10)), now -> agent.setClock(Duration.ZERO));
                }
            }
            case REINSTALLS_AGENT ->
                unlessPast(
                        day.midnight().minus(Duration.ofMinutes(90 + random.nextInt(300))), now -> installAnew = true);
            case LOSES_CASHIER ->
                unlessPast(
                        day.midnight().minus(Duration.ofMinutes(90 + random.nextInt(300))),
                        now -> cashier.fails(now, day));
            case NEVER_CONNECTS,
                    CLOSES_FOR_GOOD,
                    PAST_MIDNIGHT,
                    ADMITS_MINORS,
                    REPLAYS_REGISTRATIONS,
                    SHARES_CARDS,
                    SEATS_UNREGISTERED,
                    LOSES_LOGOUTS,
                    TYPES_BY_HAND,
                    RUNS_SUSPENDED,
                    BRIDGES_MIDNIGHT,
                    SEATS_FOR_DAYS,
                    LEAVES_OUT_TERMINALS,
                    SKIPS_PATROLS -> {}
        }
    }

    /** The agent has just said that the café closes. */
    void afterClosed(Instant now) {
        if (habit == Habit.CLOSES_FOR_GOOD && agent.running()) {
            agent.stop(now);
            truth.agentGone(now);
        }
    }

    /** Plans an action unless it lies before the city's beginning. */
    void unlessPast(Instant at, Consumer<Instant> action) {
        if (at.isAfter(settings.from())) {
            agenda.at(at, action);
        }
    }

    /** Reinstalls the agent right after a heartbeat, so that every guest is registered again before the next one. */
    void afterHeartbeat(Instant now) {
        if (installAnew) {
            installAnew = false;
            agenda.at(now.plusSeconds(3), this::installAnew);
        }
    }

    /**
     * From when on the service knows that a guest who leaves now has left.
     *
     * @param open whether the session is still open in the records
     */
    Instant recordsKnownFrom(Instant now, boolean open) {
        if (!agent.running()) {
            return open ? agentStarts.plus(RECORDS_ARRIVED) : now;
        }
        if (lineMended.isAfter(now)) {
            return lineMended.plus(RECORDS_ARRIVED);
        }
        return open ? now.plus(MISSED) : now;
    }

    private void stopAgent(CafeDay day, Instant nextOpening) {
        Duration before = settings.saysSent() ? STOPS_BEFORE_WHERE_LIVE : STOPS_BEFORE;
        Instant stops = day.midnight().minus(before).plusSeconds(random.nextInt(30));
        Instant starts = nextOpening.plusSeconds(5 + random.nextInt(20));
        unlessPast(stops, now -> {
            if (habit == Habit.LOGS_OUT_AND_STOPS_AGENT) {
                floor.guests().forEach(stay -> agent.logout(now, stay, LogoutReason.CLOSING));
                agent.closed(now);
            }
            agent.stop(now);
            agentStarts = starts;
            truth.measuresStopped(now, day.midnight(), seenToStop());
        });
        unlessPast(starts, now -> agent.start());
    }

    /**
     * Silence is found by received time, so only in a live city; a café that reported its closing is not expected to
     * report.
     */
    private Truth.Shown seenToStop() {
        return settings.saysSent() && habit == Habit.STOPS_AGENT ? Truth.Shown.SUSPICION : Truth.Shown.UNOBSERVABLE;
    }

    /** The agent's computer was off for a moment and has an earlier time until it has synchronised its clock. */
    private void deadBattery(CafeDay day) {
        if (random.nextDouble() < TIME_LOST) {
            Instant off = day.midnight().minus(Duration.ofMinutes(120 + random.nextInt(600)));
            Duration lost = Duration.ofMinutes(6 + random.nextInt(50));
            unlessPast(off, now -> agent.setClock(lost));
            unlessPast(off.plus(TIME_FOUND_AGAIN), now -> agent.setClock(Duration.ZERO));
        }
    }

    private void failingLine(CafeDay day) {
        if (random.nextDouble() < LINE_FAILS) {
            Instant cut = day.midnight().minus(Duration.ofMinutes(120 + random.nextInt(600)));
            Instant mended = cut.plus(Duration.ofMinutes(10 + random.nextInt(60)));
            unlessPast(cut, now -> {
                agent.lineCut(now);
                lineMended = mended;
                agenda.at(mended, agent::lineMended);
            });
        }
    }

    private void installAnew(Instant now) {
        boolean hadOpenSessions = agent.installAnew();
        floor.guests().forEach(stay -> agent.admitted(now, stay));
        truth.recordsLost(now, hadOpenSessions);
    }
}
