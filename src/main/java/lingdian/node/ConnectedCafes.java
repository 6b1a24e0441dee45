package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.intake.socket.AgentConnections;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all nodes which cafés' agents are connected here: changes of a second are written together, and the node's lease
 * is renewed with them. A node that dies stops counting when its lease ends, fifteen seconds later.
 */
final class ConnectedCafes {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectedCafes.class);
    private static final long PERIOD_MILLIS = 1_000;

    private final ConnectedCafeStore store;
    private final Periodic rounds;
    private final Set<PlaceCode> changed = ConcurrentHashMap.newKeySet();
    private final AgentConnections connections;
    private final InstantSource clock;

    ConnectedCafes(Vertx vertx, QueryPool pool, UUID node, AgentConnections connections, InstantSource clock) {
        this.store = new ConnectedCafeStore(pool, node);
        this.connections = connections;
        this.clock = clock;
        this.rounds = new Periodic(vertx, "telling which cafés are connected", this::tell);
        connections.onChange(changed::add);
    }

    Future<Void> start() {
        return store.begin().onSuccess(begun -> rounds.start(PERIOD_MILLIS));
    }

    /** Ends the lease, and with it all of this node's connections. */
    Future<Void> stop() {
        rounds.stop();
        return store.end().otherwiseEmpty();
    }

    private Future<Void> tell() {
        List<PlaceCode> cafes = new ArrayList<>(changed);
        changed.removeAll(new HashSet<>(cafes));
        return write(cafes)
                .compose(alive -> alive ? Future.succeededFuture() : again())
                .recover(failure -> {
                    changed.addAll(cafes);
                    LOG.debug("Connected cafés are told again in the next round: {}", Causes.say(failure));
                    return Future.succeededFuture();
                });
    }

    private Future<Boolean> write(List<PlaceCode> cafes) {
        Map<Boolean, List<PlaceCode>> held = cafes.stream().collect(Collectors.partitioningBy(connections::connected));
        List<PlaceCode> here = held.getOrDefault(true, List.of());
        List<PlaceCode> gone = held.getOrDefault(false, List.of());
        return store.renew(connection -> store.write(connection, here, gone, clock.instant()));
    }

    /** The lease ended, as after a pause: another node may have forgotten this one's cafés. */
    private Future<Void> again() {
        changed.addAll(connections.cafes());
        return store.begin();
    }
}
