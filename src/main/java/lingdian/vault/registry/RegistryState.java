package lingdian.vault.registry;

import java.util.Locale;

/** What the registry says of a document (handbook, registry.md). */
public enum RegistryState {
    REGISTERED,
    /** Reported lost by its holder: whoever shows it need not be the holder. */
    LOST,
    /** Taken back by an authority. */
    REVOKED;

    /** The word on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException where {@code wire} is no state */
    public static RegistryState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
