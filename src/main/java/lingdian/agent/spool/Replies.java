package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lingdian.agent.link.Answer;

/**
 * Who waits for what the service says of which event, and which logins it still owes an answer. Bounded by the window and by
 * those who wait; answers that nobody waited for yet are remembered for a while.
 */
final class Replies {
    private static final int REMEMBERED = 10_000;

    private final TreeMap<Long, Promise<Answer>> waiting = new TreeMap<>();
    private final TreeSet<Long> owed = new TreeSet<>();
    private final Map<Long, Answer> remembered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Answer> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** A login goes out, and is to be answered. */
    void owed(long seq) {
        if (!remembered.containsKey(seq)) {
            owed.add(seq);
        }
    }

    boolean isOwed(long seq) {
        return owed.contains(seq);
    }

    /** Logins up to {@code seq} whose answer is missing. */
    Set<Long> owedUpTo(long seq) {
        return new TreeSet<>(owed.headSet(seq, true));
    }

    boolean noneOwed() {
        return owed.isEmpty();
    }

    /** What was said, if it is remembered. */
    Optional<Answer> said(long seq) {
        return Optional.ofNullable(remembered.get(seq));
    }

    /** Waits for what will be said. */
    Future<Answer> await(long seq) {
        return waiting.computeIfAbsent(seq, each -> Promise.promise()).future();
    }

    /** Events up to {@code seq} that somebody waits for and no answer is owed for. */
    List<Long> awaitedUpTo(long seq) {
        Set<Long> open = new HashSet<>(waiting.headMap(seq, true).keySet());
        open.removeAll(owed);
        return new ArrayList<>(open);
    }

    /** A verdict or reject came; whether it is news. */
    boolean answer(Answer answer) {
        owed.remove(answer.seq());
        if (remembered.putIfAbsent(answer.seq(), answer) != null) {
            return false;
        }
        complete(answer);
        return true;
    }

    /** Tells who waits. */
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
