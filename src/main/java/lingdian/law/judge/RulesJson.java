package lingdian.law.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import lingdian.domain.Authority;
import lingdian.platform.YamlFile;

/**
 * Rules as JSON, with the keys of {@code rules.yaml}: as they are stored, proposed and shown.
 *
 * <p>JSON is YAML, so what a file may say and what a proposal may say are read, and refused, by the same code.
 */
public final class RulesJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RulesJson() {}

    public static String text(Rules rules) {
        ObjectNode json = JSON.createObjectNode().put("version", rules.version());
        json.set("thresholds", JSON.valueToTree(rules.thresholds()));
        json.set("identification", JSON.valueToTree(rules.identification()));
        ObjectNode all = json.putObject("rules");
        rules.rules().forEach((code, rule) -> all.set(code.name(), json(rule)));
        return json.toString();
    }

    /**
     * Reads proposed rules.
     *
     * @throws lingdian.platform.InvalidConfiguration listing all mistakes, each beginning with the path of the key
     */
    public static Rules proposed(String text) {
        return YamlFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), RulesFile.class)
                .toRules();
    }

    /** What was released, perhaps before some of the codes were known: those find nothing by it. */
    public static Rules stored(String text) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(text);
            ObjectNode rules = (ObjectNode) json.path("rules");
            for (Code code : Code.values()) {
                if (!rules.has(code.name())) {
                    rules.set(code.name(), unknownThen());
                }
            }
            return YamlFile.read(json, RulesFile.class).toRules();
        } catch (JsonProcessingException | ClassCastException e) {
            throw new IllegalStateException("stored rules are not a JSON object", e);
        }
    }

    private static ObjectNode json(Rules.Rule rule) {
        ObjectNode json = JSON.createObjectNode().put("state", rule.state().wire());
        ObjectNode regions = json.putObject("regions");
        rule.regions().forEach((region, state) -> regions.put(region.value(), state.wire()));
        json.put("standing", rule.standing().wire());
        ArrayNode authorities = json.putArray("authorities");
        rule.authorities().forEach(authority -> authorities.add(authority.wire()));
        ArrayNode law = json.putArray("law");
        rule.law().forEach(text -> law.addObject().put("text", text.text()).put("version", text.version()));
        return json;
    }

    private static JsonNode unknownThen() {
        ObjectNode json =
                JSON.createObjectNode().put("state", RuleState.DISABLED.wire()).put("standing", Standing.LEAD.wire());
        json.putArray("authorities").add(Authority.CULTURE.wire());
        json.putArray("law");
        return json;
    }
}
