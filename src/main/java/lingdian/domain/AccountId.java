package lingdian.domain;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id of an account: of whoever asks, decides or is told. */
public record AccountId(UUID value) {
    public AccountId {
        Objects.requireNonNull(value); // a column may be null whatever its type says
    }

    /** For a column or a field that may be absent. */
    public static @Nullable AccountId orNull(@Nullable UUID value) {
        return value == null ? null : new AccountId(value);
    }

    public static @Nullable UUID valueOrNull(@Nullable AccountId id) {
        return id == null ? null : id.value;
    }

    /** The UUID as JSON and logs write it. */
    @Override
    public String toString() {
        return value.toString();
    }
}
