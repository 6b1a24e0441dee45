package lingdian.office.campaign;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.office.query.JsonValues;

/** A campaign as {@link Campaign} writes it. */
public record CampaignSummary(
        CampaignId id,
        int version,
        String name,
        String region,
        LocalDate from,
        LocalDate to,
        List<Authority> authorities,
        List<String> units,
        BasisSummary basis) {
    public CampaignSummary {
        authorities = List.copyOf(authorities);
        units = List.copyOf(units);
    }

    static CampaignSummary of(JsonObject json) {
        return new CampaignSummary(
                new CampaignId(JsonValues.id(json, "id")),
                json.getInteger("version"),
                json.getString("name"),
                json.getString("region"),
                JsonValues.day(json, "from"),
                JsonValues.day(json, "to"),
                JsonValues.texts(json, "authorities").stream()
                        .map(Authority::of)
                        .toList(),
                JsonValues.texts(json, "units"),
                BasisSummary.of(json));
    }
}
