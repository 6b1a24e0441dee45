package lingdian.office.rules;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import lingdian.office.query.JsonValues;

/**
 * How often each rule's findings were true, as {@link PrecisionEndpoints} answers it.
 *
 * @param proposed the rules that the field refutes, for those who decide about them
 * @param fallen the rules that went into shadow because they were wrong too often, the last one first
 */
public record PrecisionList(List<RulePrecision> rules, List<RefutedRule> proposed, List<FallenRule> fallen) {
    public PrecisionList {
        rules = List.copyOf(rules);
        proposed = List.copyOf(proposed);
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
     * A rule that is proposed for shadow.
     *
     * @param ruleSet the proposal
     * @param accounts how many people made the checks, as {@code counties} and {@code cafes}
     */
    public record RefutedRule(
            String code,
            UUID ruleSet,
            OffsetDateTime proposedAt,
            long confirmed,
            long dismissed,
            long accounts,
            long counties,
            long cafes) {
        private static RefutedRule of(JsonObject json) {
            return new RefutedRule(
                    json.getString("code"),
                    JsonValues.id(json, "ruleSet"),
                    JsonValues.time(json, "proposedAt"),
                    json.getLong("confirmed"),
                    json.getLong("dismissed"),
                    json.getLong("accounts"),
                    json.getLong("counties"),
                    json.getLong("cafes"));
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
                JsonValues.all(json, "items", RulePrecision::of),
                JsonValues.all(json, "proposed", RefutedRule::of),
                JsonValues.all(json, "fallen", FallenRule::of));
    }
}
