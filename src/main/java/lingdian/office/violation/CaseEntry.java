package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.InspectionId;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * One step of a violation's case, or one comment on it, as stored.
 *
 * @param number of the violation's entries, from 1
 * @param action the action; {@code comment} if the case did not move
 * @param step the state of the case after it
 * @param name of the account
 * @param inspection the inspection that was sent, or that made the finding
 * @param note the officer's note; null if it can no longer be opened
 * @param found what a confirmation names
 */
record CaseEntry(
        int number,
        String action,
        String step,
        Instant at,
        AccountId account,
        String name,
        Authority authority,
        @Nullable InspectionId inspection,
        @Nullable String note,
        @Nullable String found) {
    static final String COMMENT = "comment";

    boolean isStep() {
        return !action.equals(COMMENT);
    }

    /** The part that every reader of the violation may see: the action, its time and its authority. */
    JsonObject outline() {
        return new JsonObject()
                .put("number", number)
                .put("action", action)
                .put("case", step)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("authority", authority.wire());
    }

    /** The whole entry for the authorities, with the officer and the note. */
    JsonObject whole() {
        return outline()
                .put("by", new JsonObject().put("id", account.toString()).put("name", name))
                .put("inspection", inspection == null ? null : inspection.toString())
                .put("note", note)
                .put("found", found);
    }

    @Override
    public String toString() {
        return "CaseEntry[" + number + ", " + action + "]"; // notes and names do not belong in logs
    }
}
