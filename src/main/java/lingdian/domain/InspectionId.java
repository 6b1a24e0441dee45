package lingdian.domain;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id of an inspection, which all its versions, corrections and photos share. */
public record InspectionId(UUID value) {
    public InspectionId {
        Objects.requireNonNull(value); // a column may be null whatever its type says
    }

    /** For a column or a field that may be absent. */
    public static @Nullable InspectionId orNull(@Nullable UUID value) {
        return value == null ? null : new InspectionId(value);
    }

    public static @Nullable UUID valueOrNull(@Nullable InspectionId id) {
        return id == null ? null : id.value;
    }

    /** The UUID as JSON and logs write it. */
    @Override
    public String toString() {
        return value.toString();
    }
}
