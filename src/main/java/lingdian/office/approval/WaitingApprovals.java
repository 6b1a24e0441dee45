package lingdian.office.approval;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.domain.ViolationId;
import lingdian.office.query.JsonValues;

/**
 * What waits for the reader's decision, as {@code listApprovals} answers it.
 *
 * @param objections that the reader's authority has not answered, the oldest of each café first of all
 * @param objectionsClipped whether there are more
 */
public record WaitingApprovals(
        long unmaskings,
        long recordRequests,
        long legalHolds,
        long ruleSets,
        long cosigningKeys,
        List<Objection> objections,
        boolean objectionsClipped) {
    public WaitingApprovals {
        objections = List.copyOf(objections);
    }

    /** A café's objection. */
    public record Objection(ViolationId violation, int number, OffsetDateTime at, String placeCode, String code) {
        private static Objection of(JsonObject json) {
            return new Objection(
                    new ViolationId(JsonValues.id(json, "violationId")),
                    json.getInteger("number"),
                    JsonValues.time(json, "at"),
                    json.getString("placeCode"),
                    json.getString("code"));
        }
    }

    static WaitingApprovals of(JsonObject json) {
        return new WaitingApprovals(
                json.getLong("unmaskings"),
                json.getLong("recordRequests"),
                json.getLong("legalHolds"),
                json.getLong("ruleSets"),
                json.getLong("cosigningKeys"),
                JsonValues.all(json, "objections", Objection::of),
                json.getBoolean("objectionsClipped"));
    }

    /** All of it. */
    public long count() {
        return unmaskings + recordRequests + legalHolds + ruleSets + cosigningKeys + objections.size();
    }
}
