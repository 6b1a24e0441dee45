package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import lingdian.simulation.city.Stay.Registered;
import org.jspecify.annotations.Nullable;

/** What a guest does when a login ends: go home, or come back, by the café's habit and circumstance. */
final class GuestReturns {
    /** A longer session is suspicious (handbook, suspicions.md). */
    static final Duration LONG = Duration.ofHours(16);

    private static final Duration OPENING_AFTER_MIDNIGHT = Duration.ofHours(8);
    /** The least remaining time for which a guest returns: longer than returning takes. */
    private static final Duration WORTH_IT = Duration.ofMinutes(2);

    private static final double RESTLESS = 0.2;
    private static final double STAYS_TO_THE_END = 0.5;
    private static final double UNSEEN_AT_NIGHT = 0.9;
    private static final double LOYAL = 0.75;
    private static final double FOR_DAYS = 0.06;
    private static final int EVENING_HOURS = 6;

    private final Habit habit;
    private final Circumstance circumstance;
    /** Whether a session here may last through the night, and longer. */
    private final boolean sitsForDays;

    private final RandomGenerator random;

    GuestReturns(CafeSheet cafe, RandomGenerator random) {
        this.habit = cafe.habit();
        this.circumstance = cafe.circumstance();
        this.sitsForDays = cafe.roundTheClock();
        this.random = random;
    }

    /**
     * A return.
     *
     * @param at when the person is logged in again
     * @param unseen whether they stay seated until then
     * @param sameSeat whether they want their previous seat
     * @param until when they finally leave
     */
    record Back(Instant at, boolean unseen, boolean sameSeat, Instant until) {}

    /**
     * Until when a guest means to stay.
     *
     * @param meant the guest's own wish
     * @param last the latest time that the day allows
     */
    Instant until(Instant now, CafeDay day, Instant meant, Instant last) {
        if (sitsForDays && chance(FOR_DAYS)) {
            return now.plus(LONG).plus(minutes(30, 14 * 60));
        }
        boolean evening = now.isAfter(day.midnight().minus(Duration.ofHours(EVENING_HOURS)));
        boolean toTheEnd = evening && comesAtOpening() && chance(STAYS_TO_THE_END);
        return toTheEnd || !meant.isBefore(last) ? last : meant;
    }

    /** Whether a guest is logged out and in again repeatedly. */
    boolean restless() {
        return isRestlessHere() && chance(RESTLESS);
    }

    /** When the login of a guest who stays until then ends. */
    Instant loginEnds(Instant now, Instant until, boolean restless) {
        if (!restless) {
            return until;
        }
        Instant next = now.plus(minutes(10, 15)).plusMillis(random.nextInt(1_000));
        return next.isBefore(until) ? next : until;
    }

    /** What follows when a login ends; null if the guest goes home. */
    @Nullable
    Back after(Instant now, Stay stay, CafeDay day) {
        if (stay.registered != Registered.PROPERLY) {
            return null;
        }
        if (stay.meansToStayUntil().isAfter(now.plus(WORTH_IT))) {
            boolean sameSeat = circumstance == Circumstance.BILLING_RECONNECTS;
            return new Back(now.plusSeconds(8 + random.nextInt(20)), false, sameSeat, stay.meansToStayUntil());
        }
        boolean closing = !now.isBefore(day.empty().minusSeconds(CafeDay.LAST_DEPARTURES_SECONDS));
        if (!closing || !comesAtOpening()) {
            return null;
        }
        boolean unseen = habit == Habit.BRIDGES_MIDNIGHT;
        if (!chance(unseen ? UNSEEN_AT_NIGHT : LOYAL)) {
            return null;
        }
        Instant again = day.midnight().plus(OPENING_AFTER_MIDNIGHT).plusSeconds(130 + random.nextInt(350));
        return new Back(again, unseen, true, again.plus(minutes(30, 150)));
    }

    private boolean comesAtOpening() {
        return habit == Habit.BRIDGES_MIDNIGHT || circumstance == Circumstance.LOYAL_GUESTS;
    }

    private boolean isRestlessHere() {
        return circumstance == Circumstance.BILLING_RECONNECTS || circumstance == Circumstance.GUESTS_CHANGE_SEATS;
    }

    private Duration minutes(int atLeast, int more) {
        return Duration.ofMinutes(atLeast + random.nextInt(more));
    }

    private boolean chance(double of) {
        return random.nextDouble() < of;
    }
}
