package lingdian.platform;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Work and answers that change event loops: what belongs to one context is touched and answered there alone. */
public final class Contexts {
    private Contexts() {}

    /** Runs work on a context; what it throws is a failure too. The answer completes wherever the work ends. */
    public static <T> Future<T> run(Context context, Supplier<Future<T>> work) {
        var promise = Promise.<T>promise();
        context.runOnContext(
                go -> Future.<Void>succeededFuture().compose(now -> work.get()).onComplete(promise));
        return promise.future();
    }

    /** The same answer, completing on a context. */
    public static <T> Future<T> answerOn(Context context, Future<T> future) {
        var promise = Promise.<T>promise();
        future.onComplete(answer -> context.runOnContext(go -> promise.handle(answer)));
        return promise.future();
    }
}
