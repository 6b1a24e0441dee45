package lingdian.intake.batch;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import lingdian.domain.PlaceCode;
import lingdian.intake.commit.DatabaseFailure;
import lingdian.law.judge.CafeState;
import lingdian.platform.work.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the states of cafés that are not known yet. Requests that arrive during a read wait, and are then read
 * together: a province that connects at once does not need a connection to the database for each of its cafés.
 *
 * <p>If the database cannot answer, all waiting requests fail and must be repeated. Belongs to one
 * event loop.
 */
final class CafeStateReader {
    private static final Logger LOG = LoggerFactory.getLogger(CafeStateReader.class);
    /** Small enough that their open sessions, a hundred of each, occupy the event loop for milliseconds only. */
    static final int TOGETHER = 32;
    /** Reads at once where so many wait that each is full: a country that connects at once waits for them one after another. */
    static final int READS = 3;

    private final Function<List<PlaceCode>, Future<Map<PlaceCode, CafeState>>> states;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private int underWay;

    /** @param alone whether reading it together with others failed, perhaps for one of the others */
    private record Waiter(PlaceCode placeCode, Promise<CafeState> state, boolean alone) {
        /** The other requests are answered even if one caller throws. */
        void answer(AsyncResult<Map<PlaceCode, CafeState>> read) {
            try {
                if (read.succeeded()) {
                    state.complete(Objects.requireNonNull(read.result().get(placeCode)));
                } else {
                    state.fail(read.cause());
                }
            } catch (RuntimeException bug) {
                LOG.error("The state of café {} cannot be taken", placeCode, bug);
                state.tryFail(bug);
            }
        }
    }

    /** @param states reads those of some cafés, all of them or none */
    CafeStateReader(Function<List<PlaceCode>, Future<Map<PlaceCode, CafeState>>> states) {
        this.states = states;
    }

    /** The committed state of a café. */
    Future<CafeState> read(PlaceCode placeCode) {
        var wanted = new Waiter(placeCode, Promise.promise(), false);
        waiting.add(wanted);
        next();
        return wanted.state().future();
    }

    private void next() {
        if (waiting.isEmpty() || underWay == READS || underWay > 0 && waiting.size() < TOGETHER) {
            return;
        }
        underWay++;
        List<Waiter> some = some();
        Future.succeededFuture(some.stream().map(Waiter::placeCode).toList())
                .compose(states) // what it throws is a failure, too
                .onComplete(read -> {
                    underWay--;
                    answer(some, read);
                    next();
                });
    }

    private List<Waiter> some() {
        var some = new ArrayList<Waiter>();
        do {
            some.add(waiting.remove());
        } while (some.size() < TOGETHER
                && !some.getLast().alone()
                && !waiting.isEmpty()
                && !waiting.element().alone());
        return some;
    }

    private void answer(List<Waiter> some, AsyncResult<Map<PlaceCode, CafeState>> read) {
        if (read.failed() && isOfDatabase(read.cause())) {
            some.addAll(waiting);
            waiting.clear();
        } else if (read.failed() && some.size() > 1) {
            some.reversed().forEach(one -> waiting.addFirst(new Waiter(one.placeCode(), one.state(), true)));
            return;
        }
        some.forEach(one -> one.answer(read));
    }

    /** The failure concerns all cafés, not the state of one. */
    private static boolean isOfDatabase(Throwable cause) {
        return DatabaseFailure.passes(cause) || Causes.isPoolUsedUp(cause);
    }
}
