package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import lingdian.domain.AccountId;
import lingdian.platform.work.RestingTurns;

/**
 * The turns in which a node makes bundles: a page is read and hashed, or a zip written, one at a time, of each account in
 * turn, and then none for as long as that took. A bundle takes all leaves of the country and a café's whole day, which verdicts
 * must not wait for.
 */
final class BundleTurns {
    private final Vertx vertx;
    /** Those that the service keeps with cases are nobody's. */
    private final RestingTurns<Optional<AccountId>> turns;

    BundleTurns(Vertx vertx) {
        this.vertx = vertx;
        this.turns = new RestingTurns<>(vertx);
    }

    <T> Future<T> inTurn(BundleOrder order, Supplier<Future<T>> work) {
        return turns.inTurn(Optional.ofNullable(order.account()), work);
    }

    /** What would keep an event loop busy. */
    <T> Future<T> onWorker(Callable<T> work) {
        return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
    }

    /** Reads page after page, each in a turn. */
    Future<Void> pages(BundleOrder order, Supplier<Future<Boolean>> page) {
        return pages(() -> inTurn(order, page));
    }

    /**
     * Reads page after page at once. Not as one chain of futures, which would be as deep as there are pages.
     *
     * @param page the next one; false if it was the last
     */
    static Future<Void> pages(Supplier<Future<Boolean>> page) {
        Promise<Void> read = Promise.promise();
        next(page, read);
        return read.future();
    }

    private static void next(Supplier<Future<Boolean>> page, Promise<Void> read) {
        Future.<Void>succeededFuture()
                .compose(go -> page.get()) // what it throws is a failure, too
                .onFailure(read::fail)
                .onSuccess(more -> {
                    if (more) {
                        next(page, read);
                    } else {
                        read.complete();
                    }
                });
    }
}
