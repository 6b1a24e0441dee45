package lingdian.office.campaign;

import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign rests on, as {@link CampaignBasis} writes it; empty where it was not stated.
 *
 * @param lacking what a campaign of its days needs and has not
 */
public record BasisSummary(Paper notice, String plan, Paper approval, List<String> lacking) {
    /** Nothing stated. */
    public static final BasisSummary NONE = new BasisSummary(new Paper("", ""), "", new Paper("", ""), List.of());

    public BasisSummary {
        lacking = List.copyOf(lacking);
    }

    /** A numbered letter; both empty if there is none. */
    public record Paper(String number, String date) {
        private static Paper of(@Nullable JsonObject json) {
            return json == null ? new Paper("", "") : new Paper(json.getString("number"), json.getString("date"));
        }
    }

    static BasisSummary of(JsonObject json) {
        return new BasisSummary(
                Paper.of(json.getJsonObject("notice")),
                JsonValues.textOrEmpty(json, "plan"),
                Paper.of(json.getJsonObject("approval")),
                JsonValues.texts(json, "lacking"));
    }
}
