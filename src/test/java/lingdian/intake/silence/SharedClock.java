package lingdian.intake.silence;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * A fast clock that several processes of one machine share.
 *
 * @param begins what it shows at {@code startedMillis}
 * @param startedMillis of real time
 * @param speed how many times as fast as real time
 */
public record SharedClock(Instant begins, long startedMillis, double speed) implements InstantSource {
    /** Begins to run now. */
    public static SharedClock from(String instant, double speed) {
        return new SharedClock(Instant.parse(instant), System.currentTimeMillis(), speed);
    }

    @Override
    public Instant instant() {
        return begins.plus((long) ((System.currentTimeMillis() - startedMillis) * 1_000 * speed), ChronoUnit.MICROS);
    }
}
