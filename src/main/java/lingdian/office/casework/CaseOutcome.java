package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one of several cases.
 *
 * @param code of the refusal; empty where it was taken, or refused for another reason
 * @param pointer to what is wrong in the action; empty where nothing is
 * @param present the case as it is, in outline; null where the answer has none
 */
public record CaseOutcome(
        UUID id,
        int status,
        String code,
        String pointer,
        @Nullable CaseDetail present) {
    private static final int TAKEN = 200;

    static CaseOutcome of(JsonObject json) {
        JsonObject problem = json.getJsonObject("problem", new JsonObject());
        JsonObject present = json.getJsonObject("case", problem.getJsonObject("case"));
        JsonArray errors = problem.getJsonArray("errors", new JsonArray());
        return new CaseOutcome(
                JsonValues.id(json, "id"),
                json.getInteger("status"),
                JsonValues.textOrEmpty(problem, "code"),
                errors.isEmpty() ? "" : errors.getJsonObject(0).getString("pointer", ""),
                present == null ? null : CaseDetail.outlineOf(present));
    }

    public boolean isTaken() {
        return status == TAKEN;
    }
}
