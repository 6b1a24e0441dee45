package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Collects items while the previous group is being made durable and writes them as the next group, so that one fsync
 * serves all of them and no item waits for two. Belongs to one Vert.x context.
 */
final class GroupCommit<T> {
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private final Function<List<T>, Future<Void>> write;
    private final int groupMax;
    private final int waitingMax;
    private final List<Promise<Void>> pauses = new ArrayList<>();
    private final List<Promise<Void>> ends = new ArrayList<>();
    private boolean busy;
    private boolean paused;

    /** @param write makes a group durable; it handles its own failures, and the next group follows */
    GroupCommit(Function<List<T>, Future<Void>> write, int groupMax, int waitingMax) {
        this.write = write;
        this.groupMax = groupMax;
        this.waitingMax = waitingMax;
    }

    /** False if too many items are waiting already. */
    boolean offer(T item) {
        if (waiting.size() >= waitingMax) {
            return false;
        }
        waiting.add(item);
        next();
        return true;
    }

    /** Puts back a group that could not be written. */
    void putBack(List<T> group) {
        for (T item : group.reversed()) {
            waiting.addFirst(item);
        }
    }

    /** Stops writing until {@link #resume()}; completes when no write is in progress. */
    Future<Void> pause() {
        paused = true;
        Promise<Void> quiet = Promise.promise();
        pauses.add(quiet);
        next();
        return quiet.future();
    }

    void resume() {
        paused = false;
        next();
    }

    /** Completes when all waiting items are written. */
    Future<Void> drained() {
        Promise<Void> end = Promise.promise();
        ends.add(end);
        next();
        return end.future();
    }

    private void next() {
        if (busy) {
            return;
        }
        if (waiting.isEmpty()) {
            complete(ends);
        }
        if (paused) {
            complete(pauses);
        } else if (!waiting.isEmpty()) {
            busy = true;
            write.apply(group()).onComplete(written -> {
                busy = false;
                next();
            });
        }
    }

    private static void complete(List<Promise<Void>> promises) {
        var all = List.copyOf(promises);
        promises.clear();
        all.forEach(Promise::tryComplete);
    }

    private List<T> group() {
        List<T> group = new ArrayList<>(Math.min(groupMax, waiting.size()));
        while (group.size() < groupMax && !waiting.isEmpty()) {
            group.add(waiting.poll());
        }
        return group;
    }
}
