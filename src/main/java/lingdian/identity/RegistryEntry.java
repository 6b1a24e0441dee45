package lingdian.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the registry, opened for whoever may see it.
 *
 * @param registeredAt when it was last registered or renewed
 * @param stateAt since when it has its state
 * @param reason why it is lost or revoked; null while it is registered
 */
public record RegistryEntry(
        PersonToken token,
        Document document,
        Instant registeredAt,
        RegistryState state,
        Instant stateAt,
        @Nullable String reason) {
    @Override
    public String toString() {
        return "RegistryEntry[" + state.wire() + "]"; // the rest is personal
    }
}
