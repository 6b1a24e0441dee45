package lingdian.office.campaign;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on campaigns, as pages call them. A form's input is not checked here: only the API validates it. */
public final class CampaignCalls {
    public static final ApiOperation<Page<CampaignSummary>> LIST =
            new ApiOperation<>("listCampaigns", answer -> Page.read(answer, CampaignSummary::of));

    private static final ApiOperation<CampaignDetail> CREATE = new ApiOperation<>("createCampaign", CampaignDetail::of);
    private static final ApiOperation<CampaignDetail> ONE = new ApiOperation<>("getCampaign", CampaignDetail::of);
    private static final ApiOperation<CampaignDetail> CHANGE = new ApiOperation<>("changeCampaign", CampaignDetail::of);
    private static final ApiOperation<CampaignTotals> REPORT =
            new ApiOperation<>("getCampaignReport", CampaignTotals::of);
    private static final ApiOperation<String> OFFICE =
            new ApiOperation<>("getOffice", answer -> answer.getString("name"));
    private static final ApiOperation<?> JOIN = ApiOperation.unread("joinCampaign");
    private static final ApiOperation<?> ADD_ENTRY = ApiOperation.unread("addCampaignEntry");
    private static final ApiOperation<?> WITHDRAW_ENTRY = ApiOperation.unread("withdrawCampaignEntry");

    private CampaignCalls() {}

    public static ApiRequest<Page<CampaignSummary>> list(String cursor, int limit) {
        return LIST.request().query("cursor", cursor).query("limit", limit);
    }

    public static ApiRequest<CampaignDetail> one(CampaignId id) {
        return ONE.on("id", id);
    }

    public static ApiRequest<CampaignTotals> report(CampaignId id) {
        return REPORT.on("id", id);
    }

    /** The name of the office that writes a region's briefing. */
    public static ApiRequest<String> office(String region, Authority authority) {
        return OFFICE.on("region", region).path("authority", authority.wire());
    }

    public static ApiRequest<CampaignDetail> create(JsonObject form) {
        return CREATE.request().body(form);
    }

    public static ApiRequest<CampaignDetail> change(CampaignId id, JsonObject form) {
        return CHANGE.on("id", id).body(form);
    }

    public static ApiRequest<?> join(CampaignId id, JsonObject form) {
        return JOIN.on("id", id).body(form);
    }

    public static ApiRequest<?> addEntry(CampaignId id, JsonObject form) {
        return ADD_ENTRY.on("id", id).body(form);
    }

    public static ApiRequest<?> withdrawEntry(CampaignId id, UUID entry) {
        return WITHDRAW_ENTRY.on("id", id).path("entry", entry);
    }
}
