package lingdian.platform.work;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lines of the log that a flood of requests could cause: one a minute of each cause, which says how many were left out. */
public final class RareLines {
    private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int CAUSES_MAX = 100;

    private final LongSupplier nanos;
    private final Map<String, Line> lastByCause;

    private static final class Line {
        private final long atNanos;
        private long leftOut;

        Line(long atNanos) {
            this.atNanos = atNanos;
        }

        String more() {
            return leftOut == 0 ? "" : " (" + leftOut + " more since the last such line)";
        }
    }

    /** @param nanos such as {@link System#nanoTime} */
    public RareLines(LongSupplier nanos) {
        this(nanos, CAUSES_MAX);
    }

    /** @param causesMax that are remembered: a forgotten one may have its line sooner */
    public RareLines(LongSupplier nanos, int causesMax) {
        this.nanos = nanos;
        lastByCause = LimitedMap.byAge(causesMax);
    }

    /** @param line writes it; receives what to say of those that were left out before it, empty if there were none */
    public synchronized void write(String cause, Consumer<String> line) {
        long now = nanos.getAsLong();
        Line last = lastByCause.get(cause);
        if (last != null && now - last.atNanos < EVERY_NANOS) {
            last.leftOut++;
            return;
        }
        lastByCause.put(cause, new Line(now));
        line.accept(last == null ? "" : last.more());
    }
}
