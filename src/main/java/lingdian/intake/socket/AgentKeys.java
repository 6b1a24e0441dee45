package lingdian.intake.socket;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.platform.http.ClientAddress;
import org.jspecify.annotations.Nullable;

/** Who an agent key belongs to. Implemented by the store of keys, so that the endpoints hold no SQL. */
public interface AgentKeys {
    /** The café of a key that has not been ended; empty for a wrong one. */
    Future<Optional<AgentIdentity>> identify(String key);

    /** The café of a key for a client about to open a connection, before the agent learns of it. */
    Future<Optional<Connecting>> connecting(String key);

    /** Those of {@code keyIds} that have been ended. */
    Future<Set<UUID>> ended(Collection<UUID> keyIds);

    /**
     * Called before a request is answered that brings no key, an unknown key or an ended one: the refusal is written
     * down first. Where that fails, so does the request.
     */
    default Future<Void> refused(Attempt attempt) {
        return Future.succeededFuture();
    }

    /** The address of a client, as far as it can be known. */
    default ClientAddress address(HttpServerRequest request) {
        return ClientAddress.of(request, false);
    }

    /**
     * A request that was refused.
     *
     * @param key what it brought for one; null where it brought none
     * @param way by which it came: {@code websocket} or {@code http}
     * @param address that it came from
     */
    record Attempt(@Nullable String key, String way, ClientAddress address) {
        @Override
        public String toString() {
            return "Attempt[" + way + "]"; // the key may be a valid one
        }
    }

    /** @param enrolledAt when the key was got for a code; the epoch: an administrator made it */
    record AgentIdentity(UUID keyId, PlaceCode placeCode, Instant enrolledAt) {}

    /**
     * A connection that is about to be opened.
     *
     * @param number by which it is told from older and newer ones of the agent
     */
    record Connecting(AgentIdentity identity, ConnectionNumber number) {}
}
