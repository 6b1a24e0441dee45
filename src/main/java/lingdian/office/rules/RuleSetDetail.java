package lingdian.office.rules;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * One set of rules with its content, as {@link RuleSetEndpoints} shows it.
 *
 * @param content with the keys of rules.yaml
 * @param rules by their codes, in the order of the set
 * @param articles that the rules quote; a set of before articles had dates has none
 * @param thresholds by their keys, as the set has them
 * @param priorRegistration regions where only registered persons may be let in
 * @param outsideVerification regions where an outside verifier must confirm each person
 * @param recent of the rules that found anything, whatever the set
 */
public record RuleSetDetail(
        RuleSetOutline outline,
        JsonObject content,
        List<ListedRule> rules,
        List<ArticleText> articles,
        Map<String, String> thresholds,
        List<String> priorRegistration,
        List<String> outsideVerification,
        List<Recent> recent) {

    /** How much a rule found in the last 30 days; where it counts persons, in steps of five. */
    public record Recent(String code, long findings, long facts) {
        private static Recent of(JsonObject json) {
            return new Recent(json.getString("code"), json.getLong("findings"), json.getLong("facts"));
        }
    }

    /**
     * One rule.
     *
     * @param regions where its state is another one, as code and state
     * @param law names of articles
     */
    public record ListedRule(
            String code,
            String state,
            Map<String, String> regions,
            String standing,
            List<String> authorities,
            List<String> law) {
        private static ListedRule of(String code, JsonObject json) {
            return new ListedRule(
                    code,
                    json.getString("state", "enabled"),
                    texts(json.getJsonObject("regions")),
                    json.getString("standing"),
                    JsonValues.texts(json, "authorities"),
                    named(json.getJsonArray("law", new JsonArray())));
        }

        /** Rules of before articles had dates quote texts, which have no name. */
        private static List<String> named(JsonArray law) {
            return law.stream()
                    .map(one -> one instanceof JsonObject quoted ? quoted.getString("text", "") : one.toString())
                    .toList();
        }

        public boolean isInShadow() {
            return state.equals("shadow") || regions.containsValue("shadow");
        }
    }

    /**
     * The text of an article in one revision of its law.
     *
     * @param name by which rules call it
     * @param from with to: the first and the last day in force; empty: always, or until today
     * @param checked the day on which somebody compared it with the official database; empty: nobody has
     */
    public record ArticleText(
            String name, String article, String revision, String from, String to, String standing, String checked) {
        private static ArticleText of(String name, JsonObject json) {
            return new ArticleText(
                    name,
                    json.getString("text"),
                    JsonValues.textOrEmpty(json, "revision"),
                    JsonValues.textOrEmpty(json, "from"),
                    JsonValues.textOrEmpty(json, "to"),
                    json.getString("standing"),
                    JsonValues.textOrEmpty(json, "checked"));
        }
    }

    public RuleSetDetail {
        content = content.copy();
        rules = List.copyOf(rules);
        articles = List.copyOf(articles);
        recent = List.copyOf(recent);
    }

    /** What a rule found in the last 30 days. */
    public Recent recentOf(ListedRule rule) {
        return recent.stream()
                .filter(one -> one.code().equals(rule.code()))
                .findFirst()
                .orElseGet(() -> new Recent(rule.code(), 0, 0));
    }

    public List<ListedRule> inShadow() {
        return rules.stream().filter(ListedRule::isInShadow).toList();
    }

    @Override
    public String toString() {
        return "RuleSetDetail[" + outline.id() + "]"; // people write its texts
    }

    static RuleSetDetail of(JsonObject json) {
        JsonObject content = json.getJsonObject("content");
        JsonObject identification = content.getJsonObject("identification", new JsonObject());
        return new RuleSetDetail(
                RuleSetOutline.of(json),
                content,
                objects(content, "rules")
                        .map(rule -> ListedRule.of(rule.getKey(), (JsonObject) rule.getValue()))
                        .toList(),
                objects(content, "laws")
                        .flatMap(article -> ((JsonArray) article.getValue())
                                .stream().map(text -> ArticleText.of(article.getKey(), (JsonObject) text)))
                        .toList(),
                texts(content.getJsonObject("thresholds")),
                regions(identification, "priorRegistration"),
                regions(identification, "outsideVerification"),
                JsonValues.all(json, "recent", Recent::of));
    }

    /** The content under a new version, with one rule in another state everywhere. */
    public JsonObject withState(String version, String code, String state) {
        JsonObject changed = content.copy().put("version", version);
        JsonObject rule = changed.getJsonObject("rules").getJsonObject(code);
        if (rule != null) {
            rule.put("state", state).put("regions", new JsonObject());
        }
        return changed;
    }

    private static Stream<Map.Entry<String, Object>> objects(JsonObject content, String key) {
        return content.getJsonObject(key, new JsonObject()).stream();
    }

    private static List<String> regions(JsonObject identification, String key) {
        return identification.getJsonArray(key, new JsonArray()).stream()
                .map(RuleSetDetail::region)
                .toList();
    }

    private static String region(Object stored) {
        return stored instanceof JsonObject code ? code.getString("value") : stored.toString();
    }

    private static Map<String, String> texts(@Nullable JsonObject json) {
        var texts = new LinkedHashMap<String, String>();
        if (json != null) {
            json.forEach(entry -> texts.put(entry.getKey(), String.valueOf(entry.getValue())));
        }
        return texts;
    }
}
