package lingdian.office.violation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import lingdian.domain.InspectionId;
import lingdian.domain.ViolationId;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import org.jspecify.annotations.Nullable;

/** The operations on violations, as pages call them. */
public final class ViolationCalls {
    public static final ApiOperation<ViolationList> LIST = new ApiOperation<>("listViolations", ViolationList::of);
    public static final ApiOperation<ViolationDetail> ACT = new ApiOperation<>("actOnViolation", ViolationDetail::of);
    public static final ApiOperation<ViolationDetail> OBJECT =
            new ApiOperation<>("objectToViolation", ViolationDetail::of);
    public static final ApiOperation<ViolationDetail> ANSWER =
            new ApiOperation<>("answerObjection", ViolationDetail::of);
    /** Of one violation: a café can object more than once, but cannot fill the database. */
    public static final int OBJECTIONS_MAX = 10;
    /** How many files may be handed in with one. */
    public static final int FILES_MAX = 6;

    /** Pages link to it; they do not call it. */
    public static final ApiOperation<?> EVIDENCE = ApiOperation.unread("getEvidence");

    private static final ApiOperation<ViolationDetail> ONE = new ApiOperation<>("getViolation", ViolationDetail::of);
    private static final ApiOperation<ViolationTimeline> TIMELINE =
            new ApiOperation<>("getViolationTimeline", ViolationTimeline::of);

    private ViolationCalls() {}

    /**
     * A step on a case, or a comment on it, as an officer typed it.
     *
     * @param after the number of the last step that the officer saw; null for a comment
     * @param found what a confirmation names; empty where the note says it
     * @param inspection that found it; null: none in particular
     */
    public record Step(
            String action,
            String note,
            @Nullable Integer after,
            String found,
            @Nullable InspectionId inspection) {
        private JsonObject body() {
            var body = new JsonObject().put("action", action).put("note", note);
            if (inspection != null) {
                body.put("inspection", inspection.toString());
            }
            if (after != null) {
                body.put("after", after);
            }
            return found.isEmpty() ? body : body.put("found", found);
        }

        @Override
        public String toString() {
            return "Step[" + action + "]"; // notes are free text
        }
    }

    public static ApiRequest<ViolationList> list(ViolationQuery query) {
        ViolationQuery.Filter filter = query.filter();
        return LIST.request()
                .query("region", filter.region())
                .query("code", filter.code())
                .query("standing", filter.standing())
                .query("authority", filter.authority())
                .query("case", filter.steps())
                .query("placeCode", query.placeCode())
                .query("from", query.from())
                .query("state", query.open() ? "open" : "")
                .query("limit", query.limit());
    }

    /** Those that began in a time; {@code to} is excluded. */
    public static ApiRequest<ViolationList> during(Instant from, Instant to, String cursor, int limit) {
        return page(ViolationQuery.Filter.NONE, from.toString(), to.toString(), cursor, limit);
    }

    /**
     * A page of those that began in a time.
     *
     * @param from RFC 3339, and included; empty: any time
     * @param to RFC 3339, and excluded; empty: any time
     */
    public static ApiRequest<ViolationList> page(
            ViolationQuery.Filter filter, String from, String to, String cursor, int limit) {
        return LIST.request()
                .query("region", filter.region())
                .query("code", filter.code())
                .query("standing", filter.standing())
                .query("authority", filter.authority())
                .query("case", filter.steps())
                .query("from", from)
                .query("to", to)
                .query("cursor", cursor)
                .query("limit", limit);
    }

    public static ApiRequest<ViolationDetail> one(ViolationId id) {
        return ONE.on("id", id);
    }

    public static ApiRequest<ViolationTimeline> timeline(ViolationId id) {
        return TIMELINE.on("id", id);
    }

    public static ApiRequest<ViolationDetail> act(ViolationId id, Step step) {
        return ACT.on("id", id).body(step.body());
    }

    public static ApiRequest<ViolationDetail> answer(ViolationId id, UUID objection, boolean upheld, String text) {
        return ANSWER.on("id", id)
                .path("objection", objection)
                .body(new JsonObject().put("upheld", upheld).put("text", text));
    }

    /** @param files each with its name, type and content in base64 */
    public static ApiRequest<ViolationDetail> object(ViolationId id, String statement, JsonArray files) {
        return OBJECT.on("id", id)
                .body(new JsonObject().put("statement", statement).put("files", files));
    }
}
