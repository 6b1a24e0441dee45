package lingdian.intake.socket;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.intake.batch.Intake;

/**
 * The real agent sockets of a node over sockets of the simulation: what {@link AgentUpgrade} does once the handshake is
 * done. The gate before them has no network, so it holds nothing back.
 */
public final class DoorOfNode {
    private final Endpoint endpoint;
    private final LargeBodies large;
    private final AgentHttp http;

    public DoorOfNode(Vertx vertx, Intake intake, InstantSource clock, int window) {
        var connections = new AgentConnections();
        endpoint = new Endpoint(
                intake,
                new NoKeys(),
                connections,
                new ReceivedClock(clock),
                placeCode -> null,
                AgentLimits.of(window, 60),
                new Lateness(vertx, intake.arrears(), AgentLimits.of(window, 60).lateMillis()),
                new MessageDelivery(OfficeMessages.NONE, connections),
                AgentMeters.NONE,
                new Random(1));
        large = LargeBodies.ofMachine(vertx);
        http = new AgentHttp(vertx, endpoint, new RequestsUnderWay(4), large);
    }

    /** On the event loop that the socket belongs to from now on. */
    public void open(Context context, String placeCode, ConnectionNumber number, ServerWebSocket socket) {
        var identity =
                new AgentKeys.AgentIdentity(new UUID(0, placeCode.hashCode()), new PlaceCode(placeCode), Instant.EPOCH);
        var link = new Link(context, socket, new WireGate());
        new AgentSocket(endpoint, large, new AgentKeys.Connecting(identity, number), context, link).open();
    }

    /** A request that carries a piece of a stream. */
    public void post(RoutingContext routing) {
        http.handle(routing);
    }

    public void superseded(String placeCode, UUID stream) {
        endpoint.connections().superseded(new PlaceCode(placeCode), stream);
    }

    /** A connecting café was identified before; a posting café uses its place code as its key. */
    private static final class NoKeys implements AgentKeys {
        @Override
        public Future<Optional<AgentIdentity>> identify(String key) {
            return Future.succeededFuture(
                    Optional.of(new AgentIdentity(new UUID(0, key.hashCode()), new PlaceCode(key), Instant.EPOCH)));
        }

        @Override
        public Future<Optional<Connecting>> connecting(String key) {
            throw new UnsupportedOperationException("connections are opened by their place codes");
        }

        @Override
        public Future<Set<UUID>> ended(Collection<UUID> keyIds) {
            return Future.succeededFuture(Set.of());
        }
    }
}
