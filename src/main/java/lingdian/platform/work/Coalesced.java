package lingdian.platform.work;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task of which at most one run is under way, and whose next run serves all callers that asked meanwhile.
 *
 * <p>That run always begins after they asked, so its result is never stale: thousands of clients that reconnect at once
 * cost a handful of queries, and a caller that changed a file is not answered by a run that began before the change.
 * May be called from any thread. Callers are answered, and the next run begins, on the thread on which the previous run
 * ends.
 */
public final class Coalesced<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Coalesced.class);

    private final Supplier<Future<T>> work;
    private List<Promise<T>> waiting = new ArrayList<>();
    private boolean running;

    public Coalesced(Supplier<Future<T>> work) {
        this.work = work;
    }

    /** The result of the next run: it begins now, unless one is under way. */
    public Future<T> next() {
        Promise<T> promise = Promise.promise();
        synchronized (this) {
            waiting.add(promise);
        }
        run();
        return promise.future();
    }

    /** Begins a run unless one is under way. For timers, which ask again anyway. */
    public void startUnlessRunning() {
        synchronized (this) {
            if (running) {
                return;
            }
            waiting.add(Promise.promise());
        }
        run();
    }

    private void run() {
        List<Promise<T>> asked = begin();
        if (!asked.isEmpty()) {
            Future.succeededFuture()
                    .compose(nothing -> work.get())
                    .onComplete((value, failure) -> answer(asked, value, failure));
        }
    }

    private synchronized List<Promise<T>> begin() {
        if (running) {
            return List.of();
        }
        List<Promise<T>> asked = waiting;
        waiting = new ArrayList<>();
        running = !asked.isEmpty();
        return asked;
    }

    private void answer(List<Promise<T>> asked, @Nullable T value, @Nullable Throwable failure) {
        synchronized (this) {
            running = false;
        }
        for (Promise<T> promise : asked) {
            try {
                promise.complete(value, failure);
            } catch (RuntimeException bug) {
                LOG.error("A caller failed to handle the result; the others still receive it", bug);
            }
        }
        run();
    }
}
