package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.platform.text.Rfc3339;

/**
 * A region that joined a campaign which a region above it issued.
 *
 * @param version 1 when it joins, one more with each change
 * @param units of the region that take part
 * @param basis the region's own notice, plan and approval
 * @param at when it joined
 */
record Participant(RegionCode region, int version, List<String> units, CampaignBasis basis, Instant at) {
    Participant {
        units = List.copyOf(units);
    }

    /** @param from the campaign's first day */
    JsonObject json(LocalDate from) {
        return new JsonObject()
                .put("region", region.value())
                .put("version", version)
                .put("units", new JsonArray(List.copyOf(units)))
                .put("joinedAt", Rfc3339.format(at, ChinaTime.ZONE))
                .mergeIn(basis.json(from));
    }
}
