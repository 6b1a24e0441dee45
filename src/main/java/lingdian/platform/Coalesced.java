package lingdian.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of work, at most once at a time, for all who ask while it is done: always begun after they asked, so that its
 * answer is never stale to them. Thousands who reconnect at once thus cost a handful of queries, and who changed a file and asks
 * for a look at it is not answered by one that began before. Any thread; they are answered, and the next work begins, on that which
 * ends the one before.
 */
public final class Coalesced<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Coalesced.class);

    private final Supplier<Future<T>> work;
    private List<Promise<T>> waiting = new ArrayList<>();
    private boolean running;

    public Coalesced(Supplier<Future<T>> work) {
        this.work = work;
    }

    /** What comes of the work that begins next: now, where none is under way. */
    public Future<T> next() {
        Promise<T> promise = Promise.promise();
        synchronized (this) {
            waiting.add(promise);
        }
        run();
        return promise.future();
    }

    /** For a timer, which asks again anyway: begins, unless it is under way. */
    public void unlessRunning() {
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
                LOG.error("Who asked cannot take the answer; the others are told it", bug);
            }
        }
        run();
    }
}
