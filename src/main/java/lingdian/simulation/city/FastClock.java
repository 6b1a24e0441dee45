package lingdian.simulation.city;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * A clock that begins at a given moment and runs faster than real time, for a city and the service that supervises it.
 */
public final class FastClock implements InstantSource {
    private final Instant begins;
    private final double speed;
    private final long started = System.nanoTime();

    /** Starts the clock. @param speed how many times as fast as real time; more than 0 */
    public FastClock(Instant begins, double speed) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("the speed of a city's clock must be positive");
        }
        this.begins = begins;
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        long micros = (long) ((System.nanoTime() - started) / 1_000.0 * speed);
        return begins.plus(micros, ChronoUnit.MICROS);
    }
}
