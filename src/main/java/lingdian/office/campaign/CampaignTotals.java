package lingdian.office.campaign;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.office.query.JsonValues;

/**
 * The report on a campaign as {@link CampaignReportJson} writes it.
 *
 * @param nightRounds the part of {@code total} that comes from night rounds
 * @param confirmed the ids of the violations that its inspections confirmed, by code
 * @param regions that the reader may see
 * @param json the whole answer, from which {@link Briefing} is written
 */
public record CampaignTotals(
        CampaignSums total,
        CampaignSums nightRounds,
        Map<String, List<String>> confirmed,
        List<RegionProgress> regions,
        JsonObject json) {
    public CampaignTotals {
        regions = List.copyOf(regions);
    }

    static CampaignTotals of(JsonObject json) {
        JsonObject nights = json.getJsonObject("nightRounds");
        return new CampaignTotals(
                CampaignSums.of(json.getJsonObject("total"), 0),
                CampaignSums.of(nights, nights.getInteger("rounds")),
                confirmed(json.getJsonObject("confirmed")),
                JsonValues.all(json, "regions", RegionProgress::of),
                json);
    }

    private static Map<String, List<String>> confirmed(JsonObject byCode) {
        var confirmed = new LinkedHashMap<String, List<String>>();
        byCode.fieldNames().forEach(code -> confirmed.put(code, JsonValues.texts(byCode.getJsonObject(code), "rows")));
        return confirmed;
    }
}
