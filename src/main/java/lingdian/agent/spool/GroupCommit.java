package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Gathers what comes while the last group is being made durable, and writes it as the next: one fsync for all of it, and
 * none waits for a second one. Belongs to one Vert.x context.
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

    /** @param write makes a group durable; what it does about failures is its own matter, and the next group follows */
    GroupCommit(Function<List<T>, Future<Void>> write, int groupMax, int waitingMax) {
        this.write = write;
        this.groupMax = groupMax;
        this.waitingMax = waitingMax;
    }

    /** False where too many wait already. */
    boolean offer(T item) {
        if (waiting.size() >= waitingMax) {
            return false;
        }
        waiting.add(item);
        next();
        return true;
    }

    /** Puts a group that could not be written back to where it was. */
    void putBack(List<T> group) {
        for (T item : group.reversed()) {
            waiting.addFirst(item);
        }
    }

    /** Writes nothing more until {@link #resume()}; completes when nothing is being written. */
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

    /** Completes when all that waits is written. */
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
