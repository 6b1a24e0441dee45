package lingdian.office.campaign;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.office.campaign.RegionProgress.Joined;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A campaign with its entries.
 *
 * @param own for whom the reader acts
 * @param json the whole answer, from which {@link Briefing} is written
 */
public record CampaignDetail(
        CampaignSummary summary, Own own, List<Joined> participants, List<Entered> entries, JsonObject json) {
    public CampaignDetail {
        participants = List.copyOf(participants);
        entries = List.copyOf(entries);
    }

    /**
     * An entry as {@link CampaignEntry} writes it.
     *
     * @param date empty if the type has none, like {@code kind}
     * @param within the entry that it is part of
     */
    public record Entered(
            UUID id,
            String type,
            Authority authority,
            String region,
            String unit,
            String date,
            String kind,
            @Nullable InspectionId inspection,
            @Nullable UUID within,
            CampaignSums sums) {
        private static Entered of(JsonObject json) {
            return new Entered(
                    JsonValues.id(json, "id"),
                    json.getString("type"),
                    Authority.of(json.getString("authority")),
                    json.getString("region"),
                    json.getString("unit"),
                    JsonValues.textOrEmpty(json, "date"),
                    JsonValues.textOrEmpty(json, "kind"),
                    InspectionId.orNull(JsonValues.idOrNull(json, "inspection")),
                    JsonValues.idOrNull(json, "within"),
                    CampaignSums.of(json, json.getInteger("nightRounds", 0)));
        }
    }

    /**
     * For whom a reader of the campaign acts.
     *
     * @param issuer whether for the region that issued it
     * @param mayEnter whether that region issued it or joined
     */
    public record Own(String region, boolean issuer, boolean mayEnter) {
        private static Own of(JsonObject json) {
            return new Own(json.getString("region"), json.getBoolean("issuer"), json.getBoolean("mayEnter"));
        }
    }

    static CampaignDetail of(JsonObject json) {
        return new CampaignDetail(
                CampaignSummary.of(json),
                Own.of(json.getJsonObject("own")),
                JsonValues.all(json, "participants", Joined::of),
                JsonValues.all(json, "entries", Entered::of),
                json);
    }

    @Override
    public String toString() {
        return "CampaignDetail[" + summary.id() + "]";
    }
}
