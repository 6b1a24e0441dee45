package lingdian.office.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.InspectionId;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;

/** The operations on the record of one café and on small pictures, as pages call them. */
public final class SiteRecordCalls {
    private static final ApiOperation<SiteRecordDetail> ONE = new ApiOperation<>("getSiteRecord", SiteRecordDetail::of);
    private static final ApiOperation<SiteRecordDetail> WRITE =
            new ApiOperation<>("writeSiteRecord", SiteRecordDetail::of);
    private static final ApiOperation<SiteRecordDetail> SIGN =
            new ApiOperation<>("signSiteRecord", SiteRecordDetail::of);
    private static final ApiOperation<RegisteredSeats> SEATS =
            new ApiOperation<>("getRegisteredSeats", RegisteredSeats::of);
    private static final ApiOperation<Map<UUID, String>> THUMBNAILS =
            new ApiOperation<>("listInspectionThumbnails", SiteRecordCalls::pictures);

    private SiteRecordCalls() {}

    /** Where a person was registered, and the moment. */
    public record RegisteredSeats(String at, List<String> terminals) {
        public RegisteredSeats {
            terminals = List.copyOf(terminals);
        }

        private static RegisteredSeats of(JsonObject json) {
            return new RegisteredSeats(json.getString("at"), JsonValues.texts(json, "registered"));
        }
    }

    /** @param placeCode as the address of the page has it */
    public static ApiRequest<SiteRecordDetail> one(InspectionId id, String placeCode) {
        return ONE.on("id", id).path("placeCode", placeCode);
    }

    public static ApiRequest<RegisteredSeats> seats(InspectionId id, String placeCode) {
        return SEATS.on("id", id).path("placeCode", placeCode);
    }

    /** @param form what was typed, right or wrong: only the API decides what it takes */
    public static ApiRequest<SiteRecordDetail> write(InspectionId id, String placeCode, JsonObject form) {
        return WRITE.on("id", id).path("placeCode", placeCode).body(form);
    }

    /** @param form as that of {@link #write} */
    public static ApiRequest<SiteRecordDetail> sign(InspectionId id, String placeCode, JsonObject form) {
        return SIGN.on("id", id).path("placeCode", placeCode).body(form);
    }

    /** Pictures in base64, by the ids of their photos. */
    public static ApiRequest<Map<UUID, String>> thumbnails(InspectionId id) {
        return THUMBNAILS.on("id", id);
    }

    private static Map<UUID, String> pictures(JsonObject json) {
        var pictures = new HashMap<UUID, String>();
        for (Object one : json.getJsonArray("items", new JsonArray())) {
            var item = (JsonObject) one;
            pictures.put(JsonValues.id(item, "photo"), item.getString("content"));
        }
        return pictures;
    }
}
