package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;

/** The operations on cases, as pages call them. */
public final class CaseCalls {
    public static final ApiOperation<Page<CaseDetail>> LIST =
            new ApiOperation<>("listCases", answer -> Page.read(answer, CaseDetail::of));
    private static final ApiOperation<CaseCounts> COUNTS = new ApiOperation<>("countCases", CaseCounts::of);
    private static final ApiOperation<CaseDetail> ONE = new ApiOperation<>("getCase", CaseDetail::of);
    private static final ApiOperation<CaseDetail> OUTLINE = new ApiOperation<>("getCase", CaseDetail::outlineOf);
    private static final ApiOperation<CaseDetail> ACT = new ApiOperation<>("actOnCase", CaseDetail::of);
    private static final ApiOperation<List<CaseOutcome>> BULK =
            new ApiOperation<>("actOnCases", answer -> JsonValues.all(answer, "items", CaseOutcome::of));
    public static final ApiOperation<Page<OwnCaseDetail>> OWN =
            new ApiOperation<>("listMyCases", answer -> Page.read(answer, OwnCaseDetail::of));
    private static final ApiOperation<JsonObject> MAKE = ApiOperation.unread("makeCaseDocument");
    private static final ApiOperation<?> VOID = ApiOperation.unread("voidCaseDocument");

    private CaseCalls() {}

    /** @param filter parameters of the API, as they were typed; an empty one restricts nothing */
    public static ApiRequest<Page<CaseDetail>> list(Map<String, String> filter, String cursor, int limit) {
        ApiRequest<Page<CaseDetail>> request = LIST.request();
        for (var one : filter.entrySet()) {
            request = request.query(one.getKey(), one.getValue());
        }
        return request.query("cursor", cursor).query("limit", limit);
    }

    /** Those about an operator's own cafés. @param placeCode one of them; empty: all */
    public static ApiRequest<Page<OwnCaseDetail>> own(String placeCode, int limit) {
        return OWN.request().query("placeCode", placeCode).query("limit", limit);
    }

    public static ApiRequest<CaseCounts> counts() {
        return COUNTS.request();
    }

    public static ApiRequest<CaseDetail> one(UUID id) {
        return ONE.on("id", id);
    }

    /** One of many, of which a page needs neither violations nor history. */
    public static ApiRequest<CaseDetail> outline(UUID id) {
        return OUTLINE.on("id", id);
    }

    /** @param action with its fields, and the version of the case that was seen */
    public static ApiRequest<CaseDetail> act(UUID id, JsonObject action) {
        return ACT.on("id", id).body(action);
    }

    /** @param cases their ids and the versions that were seen */
    public static ApiRequest<List<CaseOutcome>> act(JsonArray cases, JsonObject action) {
        return BULK.request().body(action.copy().put("cases", cases));
    }

    /** @param fields by the names of the handbook's documents.md */
    public static ApiRequest<JsonObject> make(UUID id, String kind, JsonObject fields) {
        return MAKE.on("id", id).body(new JsonObject().put("kind", kind).put("fields", fields));
    }

    public static ApiRequest<?> makeVoid(UUID id, UUID document, String reason) {
        return VOID.on("id", id).path("document", document).body(new JsonObject().put("reason", reason));
    }
}
