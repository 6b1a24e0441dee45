package lingdian.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id of a violation, and of the finding that it began as: made of what was found, so a replay gives the same one. */
public record ViolationId(@JsonValue UUID value) {
    public ViolationId {
        Objects.requireNonNull(value); // a column may be null whatever its type says
    }

    /** @throws IllegalArgumentException where the text is no UUID */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ViolationId of(String text) {
        return new ViolationId(UUID.fromString(text));
    }

    /** For a column or a field that may be absent. */
    public static @Nullable ViolationId orNull(@Nullable UUID value) {
        return value == null ? null : new ViolationId(value);
    }

    public static @Nullable UUID valueOrNull(@Nullable ViolationId id) {
        return id == null ? null : id.value;
    }

    /** The UUID as JSON and logs write it. */
    @Override
    public String toString() {
        return value.toString();
    }
}
