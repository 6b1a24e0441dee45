package lingdian.office.campaign;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import lingdian.office.inspection.Count;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a campaign, or of one of its entries.
 *
 * @param nightRounds 0 if there were none
 * @param officers null if they were not counted; likewise the others
 * @param visits by kind of premises
 */
public record CampaignSums(
        int nightRounds,
        @Nullable Count officers,
        @Nullable Count vehicles,
        Map<String, Count> visits,
        @Nullable Count cafes,
        @Nullable Count letters) {

    static CampaignSums of(JsonObject json, int nightRounds) {
        JsonObject visited = json.getJsonObject("visits", new JsonObject());
        var visits = new LinkedHashMap<String, Count>();
        visited.fieldNames().forEach(kind -> visits.put(kind, count(visited.getJsonObject(kind))));
        return new CampaignSums(
                nightRounds,
                countOrNull(json.getJsonObject("officers")),
                countOrNull(json.getJsonObject("vehicles")),
                visits,
                countOrNull(json.getJsonObject("cafes")),
                countOrNull(json.getJsonObject("number")));
    }

    private static @Nullable Count countOrNull(@Nullable JsonObject json) {
        return json == null ? null : count(json);
    }

    private static Count count(JsonObject json) {
        return new Count(json.getLong("number"), json.getBoolean("lowerBound", false));
    }
}
