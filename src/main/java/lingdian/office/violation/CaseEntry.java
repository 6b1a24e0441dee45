package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.platform.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * One step of a violation's case, or one comment on it, as it was written.
 *
 * @param number of the violation's entries, from 1
 * @param action what was done; {@code comment} where the case did not move
 * @param step where the case stood after it
 * @param name of the account
 * @param inspection that was sent, or that found it
 * @param note what the officer wrote; null where it does not open any more
 * @param found what a confirmation names
 */
record CaseEntry(
        int number,
        String action,
        String step,
        Instant at,
        UUID account,
        String name,
        Authority authority,
        @Nullable UUID inspection,
        @Nullable String note,
        @Nullable String found) {
    static final String COMMENT = "comment";

    boolean isStep() {
        return !action.equals(COMMENT);
    }

    /** What anyone who sees the violation may know: what was done, when, and for whom. */
    JsonObject outline() {
        return new JsonObject()
                .put("number", number)
                .put("action", action)
                .put("case", step)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("authority", authority.wire());
    }

    /** The same for the authorities: with who did it and what was written. */
    JsonObject whole() {
        return outline()
                .put("by", new JsonObject().put("id", account.toString()).put("name", name))
                .put("inspection", inspection == null ? null : inspection.toString())
                .put("note", note)
                .put("found", found);
    }

    @Override
    public String toString() {
        return "CaseEntry[" + number + ", " + action + "]"; // notes and names are none of a log's business
    }
}
