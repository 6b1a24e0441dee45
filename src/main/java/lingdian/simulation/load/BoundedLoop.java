package lingdian.simulation.load;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.IntFunction;

/** Runs many similar asynchronous steps, a bounded number of them at once. On one Vert.x context. */
final class BoundedLoop {
    private final int count;
    private final int atOnce;
    private final IntFunction<Future<Void>> step;
    private final Promise<Void> done = Promise.promise();
    private int next;
    private int running;
    private boolean beginning;

    private BoundedLoop(int count, int atOnce, IntFunction<Future<Void>> step) {
        this.count = count;
        this.atOnce = atOnce;
        this.step = step;
    }

    /** Completes when all are done; fails with the first failure, after which no further step begins. */
    static Future<Void> each(int count, int atOnce, IntFunction<Future<Void>> step) {
        var all = new BoundedLoop(count, atOnce, step);
        all.begin();
        return all.done.future();
    }

    /** A loop, because a step may be complete on return: recursion would nest thousands of those. */
    private void begin() {
        if (beginning) {
            return;
        }
        beginning = true;
        while (running < atOnce && next < count && !done.future().failed()) {
            running++;
            step.apply(next++).onComplete(this::ended);
        }
        beginning = false;
        if (running == 0 && next == count) {
            done.tryComplete();
        }
    }

    private void ended(AsyncResult<Void> result) {
        running--;
        if (result.failed()) {
            done.tryFail(result.cause());
        }
        begin();
    }
}
