package lingdian.platform.work;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does one piece of work at a time, a piece of each holder in turn. A holder with much work keeps the others waiting for one
 * piece of it only. The caller limits how many wait.
 *
 * @param <H> the holder of the work, such as an account
 */
public final class FairTurns<H> {
    private final Vertx vertx;
    /** The first has waited longest since a piece of theirs began. */
    private final Map<H, Queue<Promise<Void>>> waiting = new LinkedHashMap<>();

    private boolean underWay;

    public FairTurns(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Does a piece of work when its turn comes, at once where there is no other; on the caller's context. */
    public <T> Future<T> inTurn(H holder, Supplier<Future<T>> work) {
        return turn(holder).compose(go -> work.get()).onComplete(done -> over());
    }

    private Future<Void> turn(H holder) {
        Promise<Void> turn = Promise.promise();
        synchronized (this) {
            if (!underWay) {
                underWay = true;
                return Future.succeededFuture();
            }
            waiting.computeIfAbsent(holder, first -> new ArrayDeque<>()).add(turn);
        }
        return Contexts.answerOn(vertx.getOrCreateContext(), turn.future());
    }

    private void over() {
        Promise<Void> next = next();
        if (next != null) {
            next.complete();
        }
    }

    private synchronized @Nullable Promise<Void> next() {
        Iterator<Map.Entry<H, Queue<Promise<Void>>>> holders =
                waiting.entrySet().iterator();
        if (!holders.hasNext()) {
            underWay = false;
            return null;
        }
        Map.Entry<H, Queue<Promise<Void>>> first = holders.next();
        holders.remove();
        Promise<Void> next = first.getValue().remove();
        if (!first.getValue().isEmpty()) {
            waiting.put(first.getKey(), first.getValue());
        }
        return next;
    }
}
