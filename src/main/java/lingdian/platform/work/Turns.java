package lingdian.platform.work;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Begins pieces of work in the order in which they were asked for, as long as those under way weigh no more than a maximum.
 * A piece that weighs more is done alone. The caller limits how many wait.
 */
public final class Turns {
    private final Vertx vertx;
    private final long maximum;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long taken;

    private record Waiting(long weight, Promise<Void> turn) {}

    /** @param maximum of the weights under way */
    public Turns(Vertx vertx, long maximum) {
        this.vertx = vertx;
        this.maximum = maximum;
    }

    /** Does a piece of work when its turn comes, at once where it fits; on the caller's context. */
    public <T> Future<T> inTurn(long weight, Supplier<Future<T>> work) {
        return turn(weight).compose(go -> work.get()).onComplete(done -> over(weight));
    }

    /** Completes when a piece of this weight may begin. {@link #over} must follow. */
    public Future<Void> turn(long weight) {
        Promise<Void> turn = Promise.promise();
        synchronized (this) {
            if (waiting.isEmpty() && fits(weight)) {
                taken += weight;
                return Future.succeededFuture();
            }
            waiting.add(new Waiting(weight, turn));
        }
        return Contexts.answerOn(vertx.getOrCreateContext(), turn.future());
    }

    /** A piece whose turn came is done. */
    public void over(long weight) {
        next(weight).forEach(one -> one.turn().complete());
    }

    private synchronized List<Waiting> next(long over) {
        taken -= over;
        var next = new ArrayList<Waiting>();
        for (Waiting first = waiting.peek(); first != null && fits(first.weight()); first = waiting.peek()) {
            taken += first.weight();
            next.add(waiting.remove());
        }
        return next;
    }

    private boolean fits(long weight) {
        return taken == 0 || taken + weight <= maximum;
    }
}
