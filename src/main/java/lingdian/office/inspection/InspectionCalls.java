package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import lingdian.domain.InspectionId;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;
import org.jspecify.annotations.Nullable;

/** The operations on inspections and on the plan of a round, as pages call them. */
public final class InspectionCalls {
    public static final ApiOperation<InspectionDetail> CREATE =
            new ApiOperation<>("createInspection", InspectionDetail::of);
    public static final ApiOperation<RoundPlan> PLAN = new ApiOperation<>("planRound", RoundPlan::of);

    public static final ApiOperation<Page<InspectionDetail>> LIST =
            new ApiOperation<>("listInspections", answer -> Page.read(answer, InspectionDetail::of));
    private static final ApiOperation<InspectionDetail> ONE = new ApiOperation<>("getInspection", InspectionDetail::of);
    private static final ApiOperation<InspectionDetail> CHANGE =
            new ApiOperation<>("changeInspection", InspectionDetail::of);
    private static final ApiOperation<InspectionDetail> CORRECT =
            new ApiOperation<>("correctInspection", InspectionDetail::of);

    public static final ApiOperation<Set<String>> ROUND_CAFES =
            new ApiOperation<>("listRoundCafes", answer -> Set.copyOf(JsonValues.texts(answer, "placeCodes")));
    /** The code of a refusal: the change leaves out a café that has a site record. */
    public static final String HAS_RECORD = "has-record";

    private static final ApiOperation<?> ADD = ApiOperation.unread("addRoundCafe");
    private static final ApiOperation<?> REMOVE = ApiOperation.unread("removeRoundCafe");
    private static final String PLACE_CODE = "placeCode";

    private InspectionCalls() {}

    /** Which inspections a page asks for; empty, or null: any. */
    public record Filter(
            String kind,
            String state,
            String placeCode,
            @Nullable Instant from) {
        public static final Filter NONE = new Filter("", "", "", null);
        public static final Filter CLOSED = new Filter("", "closed", "", null);

        public static Filter openNightRounds(Instant from) {
            return new Filter("night-round", "open", "", from);
        }
    }

    /** A page of them, the newest first. */
    public static ApiRequest<Page<InspectionDetail>> list(Filter filter, String cursor, int limit) {
        return LIST.request()
                .query("kind", filter.kind())
                .query("state", filter.state())
                .query(PLACE_CODE, filter.placeCode())
                .query("from", filter.from())
                .query("cursor", cursor)
                .query("limit", limit);
    }

    public static ApiRequest<InspectionDetail> one(InspectionId id) {
        return ONE.on("id", id);
    }

    /** @param form what was typed, right or wrong: only the API decides what it takes */
    public static ApiRequest<InspectionDetail> create(JsonObject form) {
        return CREATE.request().body(form);
    }

    /** @param form as that of {@link #create} */
    public static ApiRequest<InspectionDetail> change(InspectionId id, JsonObject form) {
        return CHANGE.on("id", id).body(form);
    }

    public static ApiRequest<InspectionDetail> correct(InspectionId id, String note) {
        return CORRECT.on("id", id).body(new JsonObject().put("note", note));
    }

    /** The place codes of the cafés that the reader put on tonight's round. */
    public static ApiRequest<Set<String>> roundCafes() {
        return ROUND_CAFES.request();
    }

    public static ApiRequest<?> addToRound(String placeCode) {
        return ADD.on(PLACE_CODE, placeCode);
    }

    public static ApiRequest<?> removeFromRound(String placeCode) {
        return REMOVE.on(PLACE_CODE, placeCode);
    }

    /** @param latitude where the team is, as it was typed; empty where it is not known */
    public static ApiRequest<RoundPlan> plan(String region, String latitude, String longitude) {
        return PLAN.request()
                .query("region", region)
                .query("latitude", latitude)
                .query("longitude", longitude);
    }
}
