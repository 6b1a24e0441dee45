package lingdian.agent;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who an agent key belongs to. Implemented by the store of keys, so that the endpoints hold no SQL. */
public interface AgentKeys {
    /** The café of a key that has not been ended; empty for a wrong one. */
    Future<Optional<AgentIdentity>> identify(String key);

    /** Those of {@code keyIds} that have been ended. */
    Future<Set<UUID>> ended(Collection<UUID> keyIds);

    record AgentIdentity(UUID keyId, String placeCode) {}
}
