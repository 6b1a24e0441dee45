package lingdian.intake;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Function;
import lingdian.violation.CafeState;

/**
 * Reads the states of cafés that are not known yet. Who asks while a question is under way waits, and is read together with the
 * others who wait: a province that connects at once needs one connection to the database, not one for each of its cafés.
 *
 * <p>Belongs to one event loop.
 */
final class StateReading {
    /** So many that their open sessions, a hundred of each, keep the event loop for milliseconds only. */
    static final int TOGETHER = 32;

    private final Function<List<String>, Future<Map<String, CafeState>>> states;
    private final Queue<Wanted> waiting = new ArrayDeque<>();
    private boolean underWay;

    private record Wanted(String placeCode, Promise<CafeState> state) {}

    /** @param states reads those of some cafés, all of them or none */
    StateReading(Function<List<String>, Future<Map<String, CafeState>>> states) {
        this.states = states;
    }

    /** The committed state of a café. */
    Future<CafeState> read(String placeCode) {
        var wanted = new Wanted(placeCode, Promise.promise());
        waiting.add(wanted);
        next();
        return wanted.state().future();
    }

    private void next() {
        if (underWay || waiting.isEmpty()) {
            return;
        }
        underWay = true;
        List<Wanted> some = some();
        read(some)
                .recover(cause -> apart(some, cause))
                .onFailure(cause -> some.forEach(wanted -> wanted.state().fail(cause)))
                .onComplete(done -> {
                    underWay = false;
                    next();
                });
    }

    private List<Wanted> some() {
        var some = new ArrayList<Wanted>();
        while (some.size() < TOGETHER && !waiting.isEmpty()) {
            some.add(waiting.remove());
        }
        return some;
    }

    private Future<Void> read(List<Wanted> some) {
        return Future.succeededFuture(some.stream().map(Wanted::placeCode).toList())
                .compose(states)
                .map(read -> {
                    some.forEach(
                            wanted -> wanted.state().complete(Objects.requireNonNull(read.get(wanted.placeCode()))));
                    return null;
                });
    }

    /** Where it is not the database's passing failure, one café's state may be what cannot be read: the others' can. */
    private Future<Void> apart(List<Wanted> some, Throwable cause) {
        if (some.size() == 1 || DatabaseFailure.passes(cause)) {
            return Future.failedFuture(cause);
        }
        return Future.join(some.stream()
                        .map(wanted -> read(List.of(wanted))
                                .onFailure(own -> wanted.state().fail(own)))
                        .toList())
                .otherwiseEmpty()
                .mapEmpty();
    }
}
