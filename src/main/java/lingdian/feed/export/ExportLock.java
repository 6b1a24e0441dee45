package lingdian.feed.export;

import io.vertx.core.Future;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import lingdian.platform.database.QueryPool;

/**
 * Decides which node exports, one at a time. Its methods are called one after another.
 *
 * <p>It only spares nodes from fencing each other all the time. What is sent once is decided by Kafka.
 */
final class ExportLock {
    /** Of a turn that is not renewed, as of a killed node. */
    private static final int TURN_SECONDS = 5;

    private static final int ANSWER_SECONDS = 5;
    private static final long RENEWED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ExportLockStore store;
    private final UUID node = UUID.randomUUID();
    private volatile boolean held;
    private volatile long askedNanos;

    ExportLock(QueryPool pool) {
        store = new ExportLockStore(pool);
    }

    /** Whether this node has the lock now: it takes it if it is free, and looks whether it still has it. */
    Future<Boolean> hold() {
        if (held && System.nanoTime() - askedNanos < RENEWED_NANOS) {
            return Future.succeededFuture(true);
        }
        askedNanos = System.nanoTime();
        boolean before = held;
        Future<Boolean> asked = store.hold(node, TURN_SECONDS)
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .onComplete(answer -> held = answer.succeeded() && answer.result());
        return before ? asked.otherwise(false) : asked;
    }

    /** Gives the lock to another node, if there is one. */
    Future<Void> release() {
        if (!held) {
            return Future.succeededFuture();
        }
        held = false;
        return store.end(node).timeout(ANSWER_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
    }
}
