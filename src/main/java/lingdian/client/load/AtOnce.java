package lingdian.client.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.IntFunction;

/** Does many like things, a bounded number of them at once. On one Vert.x context. */
final class AtOnce {
    private final int count;
    private final IntFunction<Future<Void>> step;
    private final Promise<Void> done = Promise.promise();
    private int next;
    private int running;

    private AtOnce(int count, IntFunction<Future<Void>> step) {
        this.count = count;
        this.step = step;
    }

    /** Completes when all are done; fails with the first failure, after which no further one begins. */
    static Future<Void> each(int count, int atOnce, IntFunction<Future<Void>> step) {
        var all = new AtOnce(count, step);
        if (count == 0) {
            all.done.complete();
        }
        for (int i = 0; i < Math.min(atOnce, count); i++) {
            all.begin();
        }
        return all.done.future();
    }

    private void begin() {
        if (next == count || done.future().failed()) {
            return;
        }
        running++;
        step.apply(next++).onComplete(ended -> {
            running--;
            if (ended.failed()) {
                done.tryFail(ended.cause());
            } else if (running == 0 && next == count) {
                done.tryComplete();
            } else {
                begin();
            }
        });
    }
}
