package lingdian.simulation.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Latencies in microseconds, to three digits, up to ten minutes (longer ones count as that). On one thread. */
final class Latencies {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);

    /** The reported figures, in milliseconds. */
    record Summary(long count, double p50Millis, double p99Millis, double p999Millis, double maxMillis) {}

    void add(long nanos, long count) {
        long value = Math.min(Math.max(0, nanos / 1_000), HIGHEST_MICROS);
        micros.recordValueWithCount(value, count);
    }

    double p99Millis() {
        return millis(99);
    }

    void clear() {
        micros.reset();
    }

    Summary summary() {
        return new Summary(micros.getTotalCount(), millis(50), millis(99), millis(99.9), micros.getMaxValue() / 1e3);
    }

    private double millis(double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1e3;
    }
}
