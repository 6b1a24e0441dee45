package lingdian.vault.registry;

import java.time.Instant;
import lingdian.domain.document.Document;
import lingdian.domain.document.PersonToken;
import org.jspecify.annotations.Nullable;

/**
 * One decrypted entry of the registry, for callers that may see it.
 *
 * @param token under which it is stored
 * @param nameHash made with the token's key, for comparing names
 * @param document null if the key that sealed it is retired
 * @param registeredAt when it was last registered or renewed
 * @param stateAt when it got its state
 * @param reason why it is lost or revoked; null while it is registered, or if the key that sealed it is retired
 */
public record RegistryEntry(
        PersonToken token,
        byte[] nameHash,
        @Nullable Document document,
        Instant registeredAt,
        RegistryState state,
        Instant stateAt,
        @Nullable String reason) {
    @Override
    public String toString() {
        return "RegistryEntry[" + state.wire() + "]"; // the rest is personal
    }
}
