package lingdian.office.campaign;

import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * One region of a campaign, as {@link CampaignReportJson} writes it.
 *
 * @param issuer whether it issued the campaign
 * @param joined null if it has not joined
 * @param entries how many it made
 * @param nights how many night rounds it made
 */
public record RegionProgress(
        String region, boolean issuer, @Nullable Joined joined, int entries, CampaignSums total, int nights) {
    /**
     * What a region stated on joining.
     *
     * @param at when it joined, as the API writes it
     */
    public record Joined(String region, int version, List<String> units, String at, BasisSummary basis) {
        public Joined {
            units = List.copyOf(units);
        }

        static Joined of(JsonObject json) {
            return new Joined(
                    json.getString("region"),
                    json.getInteger("version"),
                    JsonValues.texts(json, "units"),
                    json.getString("joinedAt"),
                    BasisSummary.of(json));
        }
    }

    static RegionProgress of(JsonObject json) {
        JsonObject participant = json.getJsonObject("participant");
        return new RegionProgress(
                json.getString("region"),
                json.getBoolean("issuer"),
                participant == null ? null : Joined.of(participant),
                json.getInteger("entries"),
                CampaignSums.of(json.getJsonObject("total"), 0),
                json.getJsonObject("nightRounds").getInteger("rounds"));
    }
}
