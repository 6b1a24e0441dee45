package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The place of a request with files, kept until both its answer and the work on it are over: work goes on after its client
 * has hung up, who otherwise would have a place for the next file at once.
 */
final class HeldUpload {
    private final Runnable leave;
    private final AtomicInteger uses = new AtomicInteger(1);

    /** @param leave gives the place back; called once */
    HeldUpload(Runnable leave) {
        this.leave = leave;
    }

    /** Makes this the place of a request. */
    void on(RoutingContext context) {
        context.put(HeldUpload.class.getName(), this);
    }

    /** Whether a request is one with files. */
    static boolean isOf(RoutingContext context) {
        return context.get(HeldUpload.class.getName()) != null;
    }

    static HeldUpload of(RoutingContext context) {
        return Objects.requireNonNull(context.get(HeldUpload.class.getName()), "set by Operations");
    }

    /** Keeps the place during some work; fails without beginning it if the client has left. */
    <T> Future<T> during(Supplier<Future<T>> work) {
        if (uses.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            return Future.failedFuture(new HttpClosedException("the client left before the work"));
        }
        return Future.<Void>succeededFuture().compose(now -> work.get()).onComplete(done -> release());
    }

    /** The answer was sent, or the client has left. */
    void release() {
        if (uses.decrementAndGet() == 0) {
            leave.run();
        }
    }
}
