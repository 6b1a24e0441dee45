package lingdian.office.cafe;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import lingdian.domain.ChinaTime;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** The operations on cafés, as pages call them. */
public final class CafeCalls {
    public static final ApiOperation<Page<CafeDetail>> LIST =
            new ApiOperation<>("listCafes", answer -> Page.read(answer, CafeDetail::of));
    public static final ApiOperation<CafeDetail> ONE = new ApiOperation<>("getCafe", CafeDetail::of);
    public static final ApiOperation<List<CafeChange>> CHANGES =
            new ApiOperation<>("listCafeChanges", answer -> JsonValues.all(answer, "items", CafeChange::of));
    public static final ApiOperation<?> ANNOUNCE = ApiOperation.unread("announceMaintenance");
    public static final ApiOperation<?> PUT_SAFETY = ApiOperation.unread("putSafety");

    private static final ApiOperation<CafeHeading> HEADING = new ApiOperation<>("getCafe", CafeHeading::of);
    private static final ApiOperation<Page<CafeHeading>> HEADINGS =
            new ApiOperation<>("listCafes", answer -> Page.read(answer, CafeHeading::of));
    private static final ApiOperation<CafeListing> LISTING = new ApiOperation<>("listCafes", CafeListing::of);
    private static final ApiOperation<CafeTally> TALLY = new ApiOperation<>("tallyCafes", CafeTally::of);
    private static final ApiOperation<List<CountyTally>> COUNTIES =
            new ApiOperation<>("tallyCafes", answer -> JsonValues.all(answer, "counties", CountyTally::of));
    private static final ApiOperation<CafeHistory> HISTORY = new ApiOperation<>("getCafeHistory", CafeHistory::of);
    private static final ApiOperation<List<MaintenanceNotice>> MAINTENANCE =
            new ApiOperation<>("listMaintenance", MaintenanceNotice::all);
    private static final ApiOperation<SafetyRecord> SAFETY = new ApiOperation<>("getSafety", SafetyRecord::of);

    /** For an administrator, who sees the configuration alone. */
    private static final ApiOperation<Page<CafeEntry>> ENTRIES =
            new ApiOperation<>("listCafes", answer -> Page.read(answer, CafeEntry::of));

    private static final ApiOperation<JsonObject> ENTRY = ApiOperation.unread("getCafe");
    private static final ApiOperation<?> PUT = ApiOperation.unread("putCafe");

    private static final String PLACE_CODE = "placeCode";

    private CafeCalls() {}

    /**
     * A page of configurations.
     *
     * @param part of a name, an address, a licence's number or a place code
     * @param region whose cafés they are; empty: any, as {@code condition}
     */
    public static ApiRequest<Page<CafeEntry>> entries(
            String part, String region, String condition, String cursor, int limit) {
        return ENTRIES.request()
                .query("q", part)
                .query("region", region)
                .query("condition", condition)
                .query("cursor", cursor)
                .query("limit", limit);
    }

    /** The whole configuration, which a change sends back with what it changes. */
    public static ApiRequest<JsonObject> entry(String placeCode) {
        return ENTRY.on(PLACE_CODE, placeCode);
    }

    /** @param entry the whole configuration */
    public static ApiRequest<?> put(String placeCode, JsonObject entry) {
        return PUT.on(PLACE_CODE, placeCode).body(entry);
    }

    /** A page of them. @param part of a name, an address, a licence's number or a place code */
    public static ApiRequest<Page<CafeDetail>> list(String region, String part, String cursor, int limit) {
        return LIST.request()
                .query("region", region)
                .query("q", part)
                .query("cursor", cursor)
                .query("limit", limit);
    }

    /**
     * A page of a list.
     *
     * @param asked parameters of the API, as they were typed; an empty one restricts nothing
     */
    public static ApiRequest<CafeListing> listing(Map<String, String> asked, int offset, int limit) {
        ApiRequest<CafeListing> request = LISTING.request();
        for (var one : asked.entrySet()) {
            request = request.query(one.getKey(), one.getValue());
        }
        return request.query("offset", offset).query("limit", limit);
    }

    public static ApiRequest<Page<CafeHeading>> these(Collection<String> placeCodes, int limit) {
        return HEADINGS.request()
                .query("placeCodes", String.join(",", placeCodes))
                .query("limit", limit);
    }

    /**
     * The newest changes of one kind.
     *
     * @param placeCode empty: of every café
     * @param kind {@code region}, {@code time-zone}, {@code staff-terminals} or {@code measures}
     * @param from null: of the last days
     */
    public static ApiRequest<List<CafeChange>> changes(
            String placeCode, String kind, @Nullable Instant from, int limit) {
        return CHANGES.request()
                .query(PLACE_CODE, placeCode)
                .query("change", kind)
                .query("from", from)
                .query("limit", limit);
    }

    public static ApiRequest<CafeDetail> one(String placeCode) {
        return ONE.on(PLACE_CODE, placeCode);
    }

    public static ApiRequest<CafeHeading> heading(String placeCode) {
        return HEADING.on(PLACE_CODE, placeCode);
    }

    public static ApiRequest<CafeTally> tally(String region) {
        return TALLY.request().query("region", region);
    }

    /** With how many sent something since an instant, in the reader's whole scope. */
    public static ApiRequest<CafeTally> tallySince(Instant heardSince) {
        return tallySince("", heardSince);
    }

    /** Likewise in a region. */
    public static ApiRequest<CafeTally> tallySince(String region, Instant heardSince) {
        return tally(region).query("heardSince", Rfc3339.format(heardSince, ChinaTime.ZONE));
    }

    /** Of each county in the reader's scope, how many of its cafés are in which state. */
    public static ApiRequest<List<CountyTally>> counties() {
        return COUNTIES.request().query("by", "county");
    }

    public static ApiRequest<CafeHistory> history(String placeCode) {
        return HISTORY.on(PLACE_CODE, placeCode);
    }

    public static ApiRequest<List<MaintenanceNotice>> maintenance(String placeCode) {
        return MAINTENANCE.on(PLACE_CODE, placeCode);
    }

    /** @param from as it was typed, as {@code to} */
    public static ApiRequest<?> announce(String placeCode, String work, String from, String to) {
        return ANNOUNCE.on(PLACE_CODE, placeCode)
                .body(new JsonObject().put("work", work).put("from", from).put("to", to));
    }

    public static ApiRequest<SafetyRecord> safety(String placeCode) {
        return SAFETY.on(PLACE_CODE, placeCode);
    }

    /** @param entered as it was typed, with the version that it replaces */
    public static ApiRequest<?> putSafety(String placeCode, SafetyRecord entered) {
        JsonObject officer = entered.officer().isEmpty()
                ? null
                : new JsonObject().put("name", entered.officer()).put("phone", given(entered.phone()));
        return PUT_SAFETY
                .on(PLACE_CODE, placeCode)
                .body(new JsonObject()
                        .put("officer", officer)
                        .put("trainedOn", new JsonArray(entered.trainedOn()))
                        .put("responsibilityLetterOn", given(entered.letterOn()))
                        .put("version", given(entered.version())));
    }

    private static @Nullable String given(String typed) {
        return typed.isEmpty() ? null : typed;
    }
}
