package lingdian.record.accesslog;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import lingdian.record.evidence.RecordHash;
import org.jspecify.annotations.Nullable;

/**
 * Compares the documents of cases with the entries of the access log that they were made with (handbook,
 * evidence.md#documents).
 *
 * <p>Such an entry has the hash of the sealed file, and the chain of the log and its checkpoints have the entry. So a document
 * that was changed, removed, added or made void afterwards is named, also where whoever did it took the database's guards off.
 * Documents from before the log's first month that is left are compared with their own hash alone.
 */
public final class VerificationOfDocuments {
    /**
     * The result.
     *
     * @param firstBroken null if everything fits
     */
    public record Result(long documents, @Nullable String firstBroken) {}

    /**
     * A document, or an entry about one.
     *
     * @param caseId by the entry, if there is one
     * @param content null: there is only the entry
     * @param said the hash by the entry, as hexadecimal digits; null: there is no entry
     * @param moved whether its case is not the one of the entry
     * @param logged whether the log of that time is still kept
     */
    record Made(
            UUID document,
            UUID caseId,
            byte @Nullable [] content,
            byte @Nullable [] hash,
            @Nullable String said,
            boolean moved,
            boolean logged,
            Voiding voiding) {}

    /**
     * Whether a document is void.
     *
     * @param row by its row
     * @param said by an entry
     * @param logged whether the log of that time is still kept
     */
    record Voiding(boolean row, boolean said, boolean logged) {
        @Nullable
        String fault() {
            if (row && !said && logged) {
                return "no entry of the access log says that it was made void";
            }
            return said && !row ? "it was made void, and no longer says so" : null;
        }
    }

    private final RecordHash hash;
    private long documents;
    private @Nullable String firstBroken;

    private VerificationOfDocuments(RecordHash hash) {
        this.hash = hash;
    }

    public static Result run(VerificationOfAccessStore store) throws SQLException {
        var verification = new VerificationOfDocuments(store.hash());
        store.documents(verification::fits);
        return new Result(verification.documents, verification.firstBroken);
    }

    private boolean fits(Made made) {
        String fault = fault(made);
        documents++;
        if (fault != null) {
            firstBroken = "document " + made.document() + " of case " + made.caseId() + ": " + fault;
        }
        return fault == null;
    }

    private @Nullable String fault(Made made) {
        byte[] content = made.content();
        if (content == null) {
            return "it was removed";
        }
        byte[] actual = hash.of(content);
        if (!Arrays.equals(actual, made.hash())) {
            return "it was changed";
        }
        if (made.said() == null) {
            return made.logged()
                    ? "no entry of the access log says that it was made"
                    : made.voiding().fault();
        }
        if (made.moved()) {
            return "it was moved to another case";
        }
        return made.said().equals(HexFormat.of().formatHex(actual))
                ? made.voiding().fault()
                : "it is not the one that was made";
    }
}
