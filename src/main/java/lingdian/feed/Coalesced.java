package lingdian.feed;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One read for all who ask while the last one runs, always begun after they asked, so that it is never stale to them.
 *
 * <p>Thousands who reconnect at once thus cost a handful of queries. Belongs to one context.
 */
final class Coalesced<T> {
    private final Supplier<Future<T>> read;
    private List<Promise<T>> waiting = new ArrayList<>();
    private boolean running;

    Coalesced(Supplier<Future<T>> read) {
        this.read = read;
    }

    Future<T> next() {
        Promise<T> promise = Promise.promise();
        waiting.add(promise);
        run();
        return promise.future();
    }

    private void run() {
        if (!running && !waiting.isEmpty()) {
            running = true;
            List<Promise<T>> asked = waiting;
            waiting = new ArrayList<>();
            read.get().onComplete((value, failure) -> answer(asked, value, failure));
        }
    }

    private void answer(List<Promise<T>> asked, @Nullable T value, @Nullable Throwable failure) {
        running = false;
        asked.forEach(promise -> promise.complete(value, failure));
        run();
    }
}
