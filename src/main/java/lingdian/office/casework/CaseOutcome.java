package lingdian.office.casework;

import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.UUID;
import lingdian.office.api.JsonValues;

/**
 * What happened to one of several cases.
 *
 * @param code of the refusal; empty where it was taken, or refused for another reason
 */
public record CaseOutcome(UUID id, int status, String code) {
    private static final int TAKEN = 200;

    static CaseOutcome of(JsonObject json) {
        JsonObject problem = json.getJsonObject("problem");
        return new CaseOutcome(
                JsonValues.id(json, "id"),
                json.getInteger("status"),
                problem == null ? "" : Objects.requireNonNullElse(problem.getString("code"), ""));
    }

    public boolean isTaken() {
        return status == TAKEN;
    }
}
