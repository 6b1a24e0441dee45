package lingdian.platform.work;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Work whose duration grows with the size of what was received: of something small it is done at once, of something
 * large on a worker thread, so that the event loop's other callers do not wait.
 */
public final class SizedWork {
    /** The most characters or bytes on an event loop: reading and hashing so many takes a few milliseconds. */
    public static final int INLINE_MAX = 64 * 1024;

    private SizedWork() {}

    public static boolean isLarge(long size) {
        return size > INLINE_MAX;
    }

    /**
     * Completes on the caller's context; before it returns if the size is small. An exception becomes a failed future.
     *
     * @param size in characters or bytes
     */
    public static <T> Future<T> run(Vertx vertx, long size, Supplier<T> work) {
        if (isLarge(size)) {
            return vertx.executeBlocking(work::get, false).map(Objects::requireNonNull);
        }
        try {
            return Future.succeededFuture(work.get());
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }
}
