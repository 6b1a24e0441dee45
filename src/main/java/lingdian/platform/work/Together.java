package lingdian.platform.work;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions of many callers, of which those that come while one is under way are asked together after it: thousands a second cost
 * a few hundred queries.
 *
 * <p>Each is asked after its caller came, so that no answer is older than its question. May be called from any thread; a caller is
 * answered on its own context.
 *
 * @param <K> what is asked about
 * @param <V> an answer, for what has one
 */
public final class Together<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Together.class);

    private final int most;
    private final Function<Set<K>, Future<Map<K, V>>> asking;
    private final Queue<Question<K, V>> waiting = new ArrayDeque<>();
    private boolean underWay;

    private record Question<K, V>(K about, Promise<Optional<V>> answer) {}

    /**
     * @param most that are asked together
     * @param asking answers some; what is not in the map has no answer
     */
    public Together(int most, Function<Set<K>, Future<Map<K, V>>> asking) {
        this.most = most;
        this.asking = asking;
    }

    /** The answer; empty where there is none. Fails where those that it was asked together with fail. */
    public Future<Optional<V>> ask(K about) {
        var question = new Question<K, V>(about, Promise.promise());
        synchronized (this) {
            waiting.add(question);
        }
        askNext();
        Context caller = Vertx.currentContext();
        Future<Optional<V>> answer = question.answer().future();
        return caller == null ? answer : Contexts.answerOn(caller, answer);
    }

    private void askNext() {
        List<Question<K, V>> some = next();
        if (some.isEmpty()) {
            return;
        }
        var asked = new LinkedHashSet<K>();
        some.forEach(question -> asked.add(question.about()));
        Future.<Set<K>>succeededFuture(asked)
                .compose(asking) // what it throws is a failure, too
                .onComplete(answers -> answer(some, answers));
    }

    private synchronized List<Question<K, V>> next() {
        var some = new ArrayList<Question<K, V>>();
        while (!underWay && some.size() < most && !waiting.isEmpty()) {
            some.add(waiting.remove());
        }
        underWay |= !some.isEmpty();
        return some;
    }

    private void answer(List<Question<K, V>> some, AsyncResult<Map<K, V>> answers) {
        synchronized (this) {
            underWay = false;
        }
        askNext();
        for (Question<K, V> question : some) {
            try {
                question.answer().handle(answers.map(found -> Optional.ofNullable(found.get(question.about()))));
            } catch (RuntimeException bug) {
                LOG.error("A caller failed to handle its answer; the others still receive theirs", bug);
            }
        }
    }
}
