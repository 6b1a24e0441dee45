package lingdian.office.hours;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import org.jspecify.annotations.Nullable;

/** The operations on hours, as pages call them. */
public final class HoursCalls {
    public static final ApiOperation<?> PUT_FOR_CAFE = ApiOperation.unread("putCafeHours");
    public static final ApiOperation<?> PUT_FOR_REGION = ApiOperation.unread("putRegionHours");
    public static final ApiOperation<?> SUSPEND = ApiOperation.unread("createSuspension");

    public static final ApiOperation<?> CLOSE = ApiOperation.unread("createClosure");

    private static final ApiOperation<?> ORDER = ApiOperation.unread("createOrder");
    private static final ApiOperation<?> END_ORDER = ApiOperation.unread("endOrder");
    private static final ApiOperation<?> END_SUSPENSION = ApiOperation.unread("endSuspension");
    private static final ApiOperation<?> END_CLOSURE = ApiOperation.unread("endClosure");
    private static final ApiOperation<GrantedHours> OF_CAFE = new ApiOperation<>("getCafeHours", GrantedHours::of);
    private static final ApiOperation<GrantedHours> OF_REGION = new ApiOperation<>("getRegionHours", GrantedHours::of);

    private static final String PLACE_CODE = "placeCode";

    private HoursCalls() {}

    /**
     * Whose hours they are.
     *
     * @param code the place code, or the code of the region
     */
    public record Holder(String code, boolean isCafe) {}

    /**
     * From when to when a change holds, as it was typed, and the document that says so.
     *
     * @param from null where nothing was typed, as {@code to}
     */
    public record Validity(@Nullable String from, @Nullable String to, String document) {
        private JsonObject json() {
            return new JsonObject().put("from", from).put("to", to).put("document", document);
        }
    }

    public static ApiRequest<GrantedHours> of(Holder holder) {
        return holder.isCafe() ? OF_CAFE.on(PLACE_CODE, holder.code()) : OF_REGION.on("code", holder.code());
    }

    /** @param weekly the hours of each open day */
    public static ApiRequest<?> put(Holder holder, Map<String, List<String>> weekly, Validity validity) {
        ApiRequest<?> request =
                holder.isCafe() ? PUT_FOR_CAFE.on(PLACE_CODE, holder.code()) : PUT_FOR_REGION.on("code", holder.code());
        var days = new JsonObject();
        weekly.forEach((day, hours) -> days.put(day, new JsonArray(hours)));
        return request.body(validity.json().put("weekly", days));
    }

    public static ApiRequest<?> order(Holder holder, String kind, Validity validity) {
        return ORDER.request()
                .body(validity.json()
                        .put(holder.isCafe() ? PLACE_CODE : "region", holder.code())
                        .put("kind", kind));
    }

    /** @param cause null: a suspension of the licence */
    public static ApiRequest<?> suspend(String placeCode, @Nullable String cause, Validity validity) {
        return SUSPEND.on(PLACE_CODE, placeCode).body(validity.json().put("cause", cause));
    }

    public static ApiRequest<?> endOrder(String id) {
        return END_ORDER.on("id", id);
    }

    public static ApiRequest<?> endSuspension(String placeCode, String id) {
        return END_SUSPENSION.on(PLACE_CODE, placeCode).path("id", id);
    }

    /** @param kind {@code temporary} or {@code permanent} */
    public static ApiRequest<?> close(String placeCode, String kind, Validity validity) {
        return CLOSE.on(PLACE_CODE, placeCode).body(validity.json().put("kind", kind));
    }

    public static ApiRequest<?> endClosure(String placeCode, String id) {
        return END_CLOSURE.on(PLACE_CODE, placeCode).path("id", id);
    }

    /** Asks what a change would do, and changes nothing. */
    public static ApiRequest<HoursEffect> preview(ApiRequest<?> change) {
        return change.answering(HoursEffect::of).query("preview", true);
    }
}
