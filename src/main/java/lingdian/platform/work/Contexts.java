package lingdian.platform.work;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Moves work and results between event loops, so that the state of one context is used only there. */
public final class Contexts {
    private Contexts() {}

    /**
     * Runs work on a context; an exception becomes a failed future. The future completes on the thread on which the
     * work ends.
     */
    public static <T> Future<T> run(Context context, Supplier<Future<T>> work) {
        var promise = Promise.<T>promise();
        context.runOnContext(
                go -> Future.<Void>succeededFuture().compose(now -> work.get()).onComplete(promise));
        return promise.future();
    }

    /** The same result, completing on a context. */
    public static <T> Future<T> answerOn(Context context, Future<T> future) {
        var promise = Promise.<T>promise();
        future.onComplete(answer -> context.runOnContext(go -> promise.handle(answer)));
        return promise.future();
    }
}
