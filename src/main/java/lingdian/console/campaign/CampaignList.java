package lingdian.console.campaign;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list of campaigns, with the form that begins one.
 *
 * @param next the address of the next page; null after the last
 * @param typed what stands in the form, by field
 * @param refusal why what was typed was not taken; null where it was
 */
record CampaignList(
        List<Line> campaigns,
        @Nullable String next,
        Map<String, String> typed,
        @Nullable Refusal refusal) {
    CampaignList {
        campaigns = List.copyOf(campaigns);
        typed = Map.copyOf(typed);
    }

    String typed(String field) {
        return typed.getOrDefault(field, "");
    }

    /** One campaign. */
    record Line(String id, String name, String place, String from, String to, List<String> authorities) {
        static Line of(JsonObject campaign, Divisions divisions) {
            return new Line(
                    campaign.getString("id"),
                    campaign.getString("name"),
                    divisions.name(campaign.getString("region")),
                    campaign.getString("from"),
                    campaign.getString("to"),
                    campaign.getJsonArray("authorities").stream()
                            .map(Object::toString)
                            .toList());
        }
    }
}
