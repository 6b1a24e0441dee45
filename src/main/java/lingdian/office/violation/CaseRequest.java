package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.domain.InspectionId;
import lingdian.law.casework.CaseAction;
import org.jspecify.annotations.Nullable;

/**
 * An officer's request for a step of a case, or a comment.
 *
 * @param action null for a comment, which moves nothing
 * @param inspection the inspection to send, or the one that made the finding
 * @param isNewInspection whether the dispatch creates it
 * @param found what a confirmation names; null if the note says it
 * @param after the number of the last step that the officer saw, 0 for none; null if it does not matter
 */
record CaseRequest(
        @Nullable CaseAction action,
        String note,
        @Nullable InspectionId inspection,
        boolean isNewInspection,
        @Nullable String found,
        @Nullable Integer after) {

    CaseRequest {
        if (action == CaseAction.DISPATCH && inspection == null) {
            throw new IllegalArgumentException("a dispatch must name an inspection");
        }
        if (found != null && action != CaseAction.CONFIRM) {
            throw Refused.body("/found", "belongs to the action confirm");
        }
    }

    /** @param inspections supplies the id of a new inspection if a dispatch names none */
    static CaseRequest of(JsonObject body, Supplier<UUID> inspections) {
        CaseAction action = CaseAction.of(body.getString("action")).orElse(null);
        String named = body.getString("inspection");
        InspectionId inspection = named == null ? null : new InspectionId(UUID.fromString(named));
        boolean isNew = action == CaseAction.DISPATCH && inspection == null;
        return new CaseRequest(
                action,
                body.getString("note"),
                isNew ? new InspectionId(inspections.get()) : inspection,
                isNew,
                body.getString("found"),
                body.getInteger("after"));
    }

    /** The word in JSON. */
    String word() {
        return action == null ? EntryOutline.COMMENT : action.wire();
    }

    @Override
    public String toString() {
        return "CaseRequest[" + word() + "]"; // notes are free text
    }
}
