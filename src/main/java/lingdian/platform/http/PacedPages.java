package lingdian.platform.http;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes the pages of a long answer, whose client must keep the pace of {@link ReadingPace}: it may fall a minute behind. The
 * time in which the next page is made is not counted.
 */
public final class PacedPages {
    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final LongSupplier nowMillis;
    private final ReadingPace pace;
    private long waitedMillis;

    public PacedPages() {
        this(PATIENCE_MILLIS, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    PacedPages(long patienceMillis, LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
        this.pace = new ReadingPace(patienceMillis, 0);
    }

    /**
     * Completes once a page is taken; fails where its client is too slow.
     *
     * @param write of the page, just begun
     */
    public Future<Void> taken(int bytes, Future<Void> write) {
        long began = nowMillis.getAsLong();
        return write.timeout(millisFor(bytes), TimeUnit.MILLISECONDS)
                .onSuccess(taken -> read(bytes, nowMillis.getAsLong() - began));
    }

    /** How long a page may take. */
    long millisFor(int bytes) {
        return Math.max(1, pace.millisLeft(waitedMillis) + bytes / ReadingPace.BYTES_A_MILLISECOND_MIN);
    }

    private void read(int bytes, long millis) {
        waitedMillis += millis;
        pace.read(bytes, waitedMillis);
    }
}
