package lingdian.office.rules;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.api.JsonValues;

/**
 * How often each rule's findings were true, as {@link PrecisionEndpoints} answers it.
 *
 * @param fallen the rules that were wrong too often, the last one first
 */
public record PrecisionList(List<RulePrecision> rules, List<FallenRule> fallen) {
    public PrecisionList {
        rules = List.copyOf(rules);
        fallen = List.copyOf(fallen);
    }

    /**
     * One rule of one version.
     *
     * @param share of the confirmed among all that were checked
     * @param poor under one half, by enough checks to say so
     */
    public record RulePrecision(
            String code, String version, long confirmed, long dismissed, double share, boolean poor) {
        private static RulePrecision of(JsonObject json) {
            return new RulePrecision(
                    json.getString("code"),
                    json.getString("ruleVersion"),
                    json.getLong("confirmed"),
                    json.getLong("dismissed"),
                    json.getDouble("precision"),
                    json.getBoolean("poor"));
        }
    }

    /**
     * A rule that has been in shadow mode since.
     *
     * @param version of the rules that put it there
     */
    public record FallenRule(String code, String version, OffsetDateTime from) {
        private static FallenRule of(JsonObject json) {
            return new FallenRule(json.getString("code"), json.getString("version"), JsonValues.time(json, "from"));
        }
    }

    static PrecisionList of(JsonObject json) {
        return new PrecisionList(
                JsonValues.all(json, "items", RulePrecision::of), JsonValues.all(json, "fallen", FallenRule::of));
    }
}
