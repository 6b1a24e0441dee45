package lingdian.simulation.city;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Does something with each of many items, a few at once, so that a city of thousands does not overload the service. */
final class Batches {
    private Batches() {}

    /** Completes when all is done; fails with the first failure, after the items that were begun with it. */
    static <T> Future<Void> each(List<T> items, int atOnce, Function<T, Future<Void>> action) {
        if (items.isEmpty()) {
            return Future.succeededFuture();
        }
        int to = Math.min(items.size(), atOnce);
        return Future.all(items.subList(0, to).stream().map(action).toList())
                .compose(done -> each(items.subList(to, items.size()), atOnce, action));
    }
}
