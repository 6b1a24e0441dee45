package lingdian.record.accesslog;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Compares what findings rest on besides the record, that is hours, orders, suspensions, closures and rules, with the entries of the
 * access log that they were entered, ended and released with (handbook, evidence.md#changes).
 *
 * <p>The chain of the log and its checkpoints have these entries. So one that was added, moved or ended by SQL is named, also where
 * whoever did it took the database's guards off.
 */
public final class VerificationOfChanges {
    /**
     * The result.
     *
     * @param firstBroken null if everything fits
     */
    public record Result(long changes, @Nullable String firstBroken) {}

    /**
     * A row and its entry.
     *
     * @param name of the row, for people
     * @param fault null if both fit
     */
    record Change(String name, @Nullable String fault) {}

    private long changes;
    private @Nullable String firstBroken;

    private VerificationOfChanges() {}

    public static Result run(VerificationOfAccessStore store) throws SQLException {
        var verification = new VerificationOfChanges();
        store.changes(verification::fits);
        return new Result(verification.changes, verification.firstBroken);
    }

    private boolean fits(Change change) {
        changes++;
        if (change.fault() != null) {
            firstBroken = change.name() + ": " + change.fault();
        }
        return change.fault() == null;
    }
}
