package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Does something with each of many items, one after another. A chain of as many futures would overflow the stack where
 * many of them are complete at once.
 *
 * @param <T> the items
 * @param <R> their results
 */
public final class InTurn<T, R> {
    private final List<T> items;
    private final Function<T, Future<R>> step;
    private final List<R> results;
    private final Promise<List<R>> done = Promise.promise();

    private InTurn(List<T> items, Function<T, Future<R>> step) {
        this.items = items;
        this.step = step;
        this.results = new ArrayList<>(items.size());
    }

    /** Completes with the results in the order of the items; fails with the first failure, and then goes no further. */
    public static <T, R> Future<List<R>> each(List<T> items, Function<T, Future<R>> step) {
        var turn = new InTurn<>(items, step);
        turn.next();
        return turn.done.future();
    }

    private void next() {
        while (results.size() < items.size()) {
            // A step that throws fails, also where nobody is left to catch it.
            Future<R> one = Future.succeededFuture(items.get(results.size())).compose(step);
            if (!one.succeeded()) {
                one.onSuccess(result -> {
                            results.add(result);
                            next();
                        })
                        .onFailure(done::fail);
                return;
            }
            results.add(one.result());
        }
        done.complete(results);
    }
}
