package lingdian.law.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.Authority;
import lingdian.law.judge.Code;
import lingdian.law.judge.RuleState;
import lingdian.law.judge.Rules;
import lingdian.law.judge.Standing;
import lingdian.law.statute.LawStanding;
import lingdian.law.statute.LawText;
import lingdian.platform.settings.YamlFile;
import org.jspecify.annotations.Nullable;

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
        ObjectNode laws = json.putObject("laws");
        rules.laws().articles().forEach((name, texts) -> write(laws.putArray(name), texts));
        ObjectNode all = json.putObject("rules");
        rules.rules().forEach((code, rule) -> all.set(code.name(), json(rule)));
        return json.toString();
    }

    /**
     * Reads proposed rules.
     *
     * @throws lingdian.platform.settings.InvalidConfiguration listing all mistakes, each beginning with the path of the key
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
            if (!json.has("laws")) {
                nameArticles(json.putObject("laws"), rules);
            }
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
        rule.law().forEach(json.putArray("law")::add);
        ObjectNode grounds = json.putObject("grounds");
        rule.grounds().forEach((cause, ground) -> {
            ObjectNode one = grounds.putObject(cause.wire());
            ArrayNode others = one.putArray("authorities");
            ground.authorities().forEach(authority -> others.add(authority.wire()));
            ground.law().forEach(one.putArray("law")::add);
        });
        return json;
    }

    private static void write(ArrayNode json, List<LawText> texts) {
        for (LawText text : texts) {
            json.addObject()
                    .put("text", text.text())
                    .put("revision", text.revision())
                    .put("from", date(text.from()))
                    .put("to", date(text.to()))
                    .put("standing", text.standing().wire())
                    .put("wording", text.wording())
                    .put("checked", date(text.checked()));
        }
    }

    private static @Nullable String date(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    /** Rules of before articles had dates quote them as text and version, without names: the text becomes the name. */
    private static void nameArticles(ObjectNode laws, ObjectNode rules) {
        for (JsonNode rule : rules) {
            ArrayNode names = JSON.createArrayNode();
            for (JsonNode law : rule.path("law")) {
                String name =
                        law.path("text").asText() + " " + law.path("version").asText();
                laws.putArray(name)
                        .addObject()
                        .put("text", law.path("text").asText())
                        .put("revision", law.path("version").asText())
                        .put("standing", LawStanding.TO_BE_CHECKED.wire());
                names.add(name);
            }
            ((ObjectNode) rule).set("law", names);
        }
    }

    private static JsonNode unknownThen() {
        ObjectNode json =
                JSON.createObjectNode().put("state", RuleState.DISABLED.wire()).put("standing", Standing.LEAD.wire());
        json.putArray("authorities").add(Authority.CULTURE.wire());
        json.putArray("law");
        return json;
    }
}
