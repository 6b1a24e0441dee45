package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.platform.text.Rfc3339;

/**
 * A campaign (专项行动).
 *
 * @param version 1 when it begins, one more with each change
 * @param authorities that take part: each sees the whole of it
 * @param region that issued it; the regions below may join
 * @param units that take part, as the report names them
 * @param basis of the region that issued it
 */
public record Campaign(
        CampaignId id,
        int version,
        String name,
        RegionCode region,
        List<Authority> authorities,
        List<String> units,
        LocalDate from,
        LocalDate to,
        CampaignBasis basis,
        Instant at) {
    public Campaign {
        authorities = List.copyOf(authorities);
        units = List.copyOf(units);
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("version", version)
                .put("name", name)
                .put("region", region.value())
                .put(
                        "authorities",
                        new JsonArray(authorities.stream().map(Authority::wire).toList()))
                .put("units", new JsonArray(List.copyOf(units)))
                .put("from", from.toString())
                .put("to", to.toString())
                .put("createdAt", Rfc3339.format(at, ChinaTime.ZONE))
                .mergeIn(basis.json(from));
    }
}
