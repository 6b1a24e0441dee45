package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lingdian.agent.link.Answer;
import lingdian.platform.work.LimitedMap;

/**
 * The callers that wait for the service's answers, and the logins that still await one. Bounded by the window and by
 * the number of callers; an answer without a caller is remembered for a while.
 */
final class PendingAnswers {
    private static final int REMEMBERED = 10_000;

    private final TreeMap<Long, Promise<Answer>> waiting = new TreeMap<>();
    private final TreeSet<Long> pending = new TreeSet<>();
    private final Map<Long, Answer> remembered = LimitedMap.byAge(REMEMBERED);

    /** Notes that a login was sent and awaits an answer. */
    void pending(long seq) {
        if (!remembered.containsKey(seq)) {
            pending.add(seq);
        }
    }

    /** Logins up to {@code seq} whose answer is missing. */
    Set<Long> owedUpTo(long seq) {
        return new TreeSet<>(pending.headSet(seq, true));
    }

    boolean noneOwed() {
        return pending.isEmpty();
    }

    /** The remembered answer to an event, if there is one. */
    Optional<Answer> said(long seq) {
        return Optional.ofNullable(remembered.get(seq));
    }

    /** Completes with the answer. */
    Future<Answer> await(long seq) {
        return waiting.computeIfAbsent(seq, each -> Promise.promise()).future();
    }

    /** Events up to {@code seq} with a waiting caller and no outstanding answer to a login. */
    List<Long> awaitedUpTo(long seq) {
        Set<Long> open = new HashSet<>(waiting.headMap(seq, true).keySet());
        open.removeAll(pending);
        return new ArrayList<>(open);
    }

    /** Takes a verdict or reject; returns whether it is new. */
    boolean answer(Answer answer) {
        pending.remove(answer.seq());
        if (remembered.putIfAbsent(answer.seq(), answer) != null) {
            return false;
        }
        complete(answer);
        return true;
    }

    /** Completes the futures of the waiting callers. */
    void complete(Answer answer) {
        Promise<Answer> promise = waiting.remove(answer.seq());
        if (promise != null) {
            promise.tryComplete(answer);
        }
    }

    void fail(Throwable reason) {
        var all = List.copyOf(waiting.values());
        waiting.clear();
        all.forEach(promise -> promise.tryFail(reason));
    }
}
