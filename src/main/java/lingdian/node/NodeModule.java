package lingdian.node;

import io.vertx.core.Future;

/**
 * A part of a node with a life of its own. A node starts its modules in one order and stops them in the reverse order,
 * those too that were never started.
 */
interface NodeModule {
    /** Completes when the module does its work; a failure ends the start of the node. */
    default Future<Void> start() {
        return Future.succeededFuture();
    }

    /** Completes when the module has finished its work in hand; a failure does not keep the others from stopping. */
    default Future<Void> stop() {
        return Future.succeededFuture();
    }

    /** Lets go of threads and clients, after all modules have stopped or have taken too long to. */
    default void release() {}
}
