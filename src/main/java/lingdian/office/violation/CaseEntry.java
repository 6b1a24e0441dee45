package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import lingdian.domain.AccountId;
import lingdian.domain.InspectionId;
import org.jspecify.annotations.Nullable;

/**
 * One step of a violation's case, or one comment on it, as stored.
 *
 * @param name of the account
 * @param inspection the inspection that was sent, or that made the finding
 * @param note the officer's note; null if it can no longer be opened
 * @param found what a confirmation names
 */
record CaseEntry(
        EntryOutline outline,
        AccountId account,
        String name,
        @Nullable InspectionId inspection,
        @Nullable String note,
        @Nullable String found) {
    boolean isStep() {
        return outline.isStep();
    }

    /** How many characters the officer wrote. */
    long size() {
        return length(note) + length(found);
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** The whole entry for the authorities, with the officer and the note. */
    JsonObject json() {
        return outline.json()
                .put("by", new JsonObject().put("id", account.toString()).put("name", name))
                .put("inspection", inspection == null ? null : inspection.toString())
                .put("note", note)
                .put("found", found);
    }

    @Override
    public String toString() {
        return "CaseEntry[" + outline.number() + ", " + outline.action() + "]"; // notes and names do not belong in logs
    }
}
