package lingdian.node;

import io.vertx.core.Future;

/**
 * A part of a node with its own start and stop. A node starts its modules in order and stops them in reverse order,
 * including modules that were never started.
 */
interface NodeModule {
    /** Completes when the module is running; a failure ends the start of the node. */
    default Future<Void> start() {
        return Future.succeededFuture();
    }

    /** Completes when the module has finished its work in hand; a failure does not keep the others from stopping. */
    default Future<Void> stop() {
        return Future.succeededFuture();
    }

    /** Releases threads and clients after all modules have stopped or timed out. */
    default void release() {}
}
