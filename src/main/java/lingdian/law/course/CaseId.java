package lingdian.law.course;

import java.util.Objects;
import java.util.UUID;

/** The id of a case. */
public record CaseId(UUID value) {
    public CaseId {
        Objects.requireNonNull(value); // a column may be null whatever its type says
    }

    /** The UUID as JSON and logs write it. */
    @Override
    public String toString() {
        return value.toString();
    }
}
