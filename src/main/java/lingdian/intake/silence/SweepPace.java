package lingdian.intake.silence;

import java.time.Duration;

/**
 * How often the sweep looks, by the clock that events are received by, which may run faster than real time ({@code
 * demo}).
 *
 * @param everyMillis of real time
 * @param broken by the clock: a node that was not heard of for longer was not receiving meanwhile
 * @param dead by the clock: a node that was not heard of for longer is gone
 */
public record SweepPace(long everyMillis, Duration broken, Duration dead) {
    private static final long EVERY_MILLIS = 2_000;
    private static final long SHORTEST_MILLIS = 100;
    private static final int LOOKS_MISSED = 10;
    private static final long STALL_MILLIS = 2_000;

    /** @param speed how many times as fast as real time the clock runs */
    public static SweepPace of(double speed) {
        long every = Math.max(SHORTEST_MILLIS, Math.round(EVERY_MILLIS / speed));
        long missed = Math.max(every * LOOKS_MISSED, STALL_MILLIS);
        Duration broken = Duration.ofMillis(Math.round(missed * speed));
        return new SweepPace(every, broken, broken.multipliedBy(2));
    }
}
