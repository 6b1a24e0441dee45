package lingdian.vault.registry;

import java.util.Locale;

/** The state of a document in the registry (handbook, registry.md). */
public enum RegistryState {
    REGISTERED,
    /** Reported lost by its holder: another person may present it. */
    LOST,
    /** Withdrawn by an authority. */
    REVOKED;

    /** The word on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if {@code wire} is not a state */
    public static RegistryState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
