package lingdian.record.accesslog;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import lingdian.platform.work.Contexts;

/**
 * Appends entries of many callers to the access log: what arrives while one transaction is under way goes into the next
 * together. So a thousand readers who connect at once wait for a few commits and not for a thousand. May be called from
 * any thread; callers are answered on their own context.
 */
public final class SharedAppends {
    private static final int TOGETHER_MAX = 500;
    private static final int WAITING_MAX = 100_000;

    private final Vertx vertx;
    private final AccessLogStore log;
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private boolean writing;

    private record Pending(AccessEntry entry, Promise<Void> written) {}

    public SharedAppends(Vertx vertx, AccessLogStore log) {
        this.vertx = vertx;
        this.log = log;
    }

    /** Completes when the entry is durable; fails where it was not written, or too many are waiting. */
    public Future<Void> append(AccessEntry entry) {
        var pending = new Pending(entry, Promise.promise());
        synchronized (this) {
            if (waiting.size() >= WAITING_MAX) {
                return Future.failedFuture("too many entries wait for the access log");
            }
            waiting.add(pending);
        }
        Context caller = vertx.getOrCreateContext();
        Future<Void> answer = Contexts.answerOn(caller, pending.written().future());
        writeNext();
        return answer;
    }

    private void writeNext() {
        List<Pending> group = group();
        if (!group.isEmpty()) {
            log.append(group.stream().map(Pending::entry).toList()).onComplete(done -> answer(group, done));
        }
    }

    private synchronized List<Pending> group() {
        var group = new ArrayList<Pending>();
        while (!writing && group.size() < TOGETHER_MAX && !waiting.isEmpty()) {
            group.add(waiting.poll());
        }
        writing |= !group.isEmpty();
        return group;
    }

    private void answer(List<Pending> group, AsyncResult<Void> done) {
        synchronized (this) {
            writing = false;
        }
        group.forEach(pending -> pending.written().handle(done));
        writeNext();
    }
}
