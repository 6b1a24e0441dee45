package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * One day of one café, from its opening until the last guest has left, perhaps long after midnight.
 *
 * <p>In a café that never closes, one day merges into the next.
 *
 * @param opens when the first guest may come
 * @param midnight when it must close
 * @param closes when the agent is told that it has closed
 * @param empty when the last guest has left
 */
record CafeDay(Instant opens, Instant midnight, Instant closes, Instant empty) {
    static final Duration LAST_ENTRY = Duration.ofMinutes(20);
    static final int LAST_DEPARTURES_SECONDS = 600;

    private static final double LINGERS = 0.1;
    private static final double GOES_ON = 0.85;

    /** @param begins when the city begins, which may be during this day */
    static CafeDay of(CafeSheet cafe, Instant opening, Instant begins, RandomGenerator random) {
        Habit habit = cafe.habit();
        Instant from = (opening.isBefore(begins) ? begins : opening).plusSeconds(61 + random.nextInt(120));
        Instant midnight = ObservableRecord.closedUntil(ObservableRecord.midnightBefore(opening))
                .plus(Duration.ofHours(16));
        if (cafe.roundTheClock()) {
            Instant next = opening.plus(Duration.ofDays(1));
            return new CafeDay(from, midnight, next, next.plus(LAST_ENTRY));
        }
        Instant closes = midnight.minusSeconds(10);
        if (habit.openAtNight() && random.nextDouble() < GOES_ON) {
            int most = habit == Habit.PAST_MIDNIGHT ? 330 : 120;
            return new CafeDay(
                    from, midnight, closes, midnight.plus(Duration.ofMinutes(45 + random.nextInt(most - 44))));
        }
        if (habit == Habit.HONEST && random.nextDouble() < LINGERS) {
            return new CafeDay(from, midnight, midnight.plusSeconds(360), midnight.plusSeconds(300)); // within grace
        }
        return new CafeDay(from, midnight, closes, midnight.minusSeconds(30));
    }

    /** Whether it continues behind closed doors. */
    boolean goesOn() {
        return empty.isAfter(midnight.plus(ObservableRecord.GRACE));
    }

    boolean letsIn(Instant at) {
        return !at.isBefore(opens) && at.isBefore(empty.minus(LAST_ENTRY));
    }
}
