package lingdian.office.campaign;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.office.api.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A campaign with its entries.
 *
 * @param json the whole answer, from which {@link Briefing} is written
 */
public record CampaignDetail(CampaignSummary summary, List<Entered> entries, JsonObject json) {
    public CampaignDetail {
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
                    json.getString("unit"),
                    JsonValues.textOrEmpty(json, "date"),
                    JsonValues.textOrEmpty(json, "kind"),
                    InspectionId.orNull(JsonValues.idOrNull(json, "inspection")),
                    JsonValues.idOrNull(json, "within"),
                    CampaignSums.of(json, json.getInteger("nightRounds", 0)));
        }
    }

    static CampaignDetail of(JsonObject json) {
        return new CampaignDetail(CampaignSummary.of(json), JsonValues.all(json, "entries", Entered::of), json);
    }

    @Override
    public String toString() {
        return "CampaignDetail[" + summary.id() + "]";
    }
}
