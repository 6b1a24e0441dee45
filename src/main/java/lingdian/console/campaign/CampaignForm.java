package lingdian.console.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.console.frame.PageCall;
import lingdian.domain.Authority;
import lingdian.office.campaign.BasisSummary;
import org.jspecify.annotations.Nullable;

/** The input of a campaign form, and the body of its API request. */
record CampaignForm(Map<String, String> fields) {
    /** A number; a plus sign after it means "more than": {@code 100+}. */
    private static final Pattern COUNT = Pattern.compile("(超过|>)?\\s*(\\d{1,9})\\s*(\\+)?");

    static final String BESIDE = "beside";
    static final String CONTAINS = "contains:";

    private static final List<String> NAMES = List.of(
            "name",
            "from",
            "to",
            "units",
            Authority.CULTURE.wire(),
            Authority.PUBLIC_SECURITY.wire(),
            "version",
            "notice.number",
            "notice.date",
            "plan",
            "approval.number",
            "approval.date",
            "parts",
            "type",
            "unit",
            "within",
            "inspection",
            "nightRounds",
            "officers",
            "vehicles",
            "kind",
            "date",
            "cafes",
            "number");

    CampaignForm {
        fields = Map.copyOf(fields);
    }

    /** @param kinds of premises, whose fields are called {@code visits.…} */
    static CampaignForm of(PageCall call, List<String> kinds) {
        var fields = new LinkedHashMap<String, String>();
        NAMES.forEach(name -> fields.put(name, call.typed(name)));
        kinds.forEach(kind -> fields.put("visits." + kind, call.typed("visits." + kind)));
        return new CampaignForm(fields);
    }

    /** The request that begins a campaign. */
    JsonObject campaign(@Nullable Authority own) {
        var authorities = new JsonArray();
        Arrays.stream(Authority.values())
                .filter(one -> one == own || !field(one.wire()).isEmpty())
                .forEach(one -> authorities.add(one.wire()));
        return changed().put("authorities", authorities);
    }

    /** The request that changes a campaign. */
    JsonObject changed() {
        return joined().put("name", field("name")).put("from", field("from")).put("to", field("to"));
    }

    /** The request that joins a region, or changes what it stated. */
    JsonObject joined() {
        var units = new JsonArray();
        field("units").lines().map(String::strip).filter(one -> !one.isEmpty()).forEach(units::add);
        var body = new JsonObject().put("units", units);
        putPaper(body, "notice");
        put(body, "plan");
        putPaper(body, "approval");
        Integer version = version();
        return version == null ? body : body.put("version", version);
    }

    /** What a campaign rests on, as it was typed. */
    static BasisSummary basis(Map<String, String> typed) {
        return new BasisSummary(
                paper(typed, "notice"), typed.getOrDefault("plan", ""), paper(typed, "approval"), List.of());
    }

    private static BasisSummary.Paper paper(Map<String, String> typed, String name) {
        return new BasisSummary.Paper(typed.getOrDefault(name + ".number", ""), typed.getOrDefault(name + ".date", ""));
    }

    /** Omitted if neither its number nor its date was typed. */
    private void putPaper(JsonObject body, String name) {
        String number = field(name + ".number");
        String date = field(name + ".date");
        if (!number.isEmpty() || !date.isEmpty()) {
            body.put(name, new JsonObject().put("number", number).put("date", date));
        }
    }

    /** The request that adds an entry. */
    JsonObject entry(List<String> kinds) {
        String type = field("type");
        var body = new JsonObject().put("type", type);
        if (!type.equals("inspection")) {
            body.put("unit", field("unit"));
        }
        switch (type) {
            case "inspection" -> put(body, "inspection");
            case "activity" -> activity(body, kinds);
            case "training" -> {
                body.put("kind", field("kind")).put("date", field("date"));
                putCount(body, "cafes", "cafes");
            }
            default -> {
                body.put("date", field("date"));
                putCount(body, "number", "number");
            }
        }
        relation(body, field("within"));
        return body;
    }

    /** What the entry is part of or contains: the id of one, {@code beside}, or {@code contains:} and ids. */
    private static void relation(JsonObject body, String relation) {
        if (relation.equals(BESIDE)) {
            body.put(BESIDE, true);
        } else if (relation.startsWith(CONTAINS)) {
            var ids = new JsonArray();
            Arrays.stream(relation.substring(CONTAINS.length()).split(",")).forEach(ids::add);
            body.put("contains", ids);
        } else if (!relation.isEmpty()) {
            body.put("within", relation);
        }
    }

    private void activity(JsonObject body, List<String> kinds) {
        if (!field("nightRounds").isEmpty()) {
            body.put("nightRounds", number(field("nightRounds")));
        }
        putCount(body, "officers", "officers");
        putCount(body, "vehicles", "vehicles");
        var visits = new JsonObject();
        kinds.forEach(kind -> putCount(visits, kind, "visits." + kind));
        body.put("visits", visits);
        put(body, "parts");
    }

    private void put(JsonObject body, String name) {
        if (!field(name).isEmpty()) {
            body.put(name, field(name));
        }
    }

    /** Omitted if empty. Text that is not a number is passed on unchanged, and the API reports it. */
    private void putCount(JsonObject body, String name, String field) {
        String typed = field(field);
        if (!typed.isEmpty()) {
            body.put(name, count(typed));
        }
    }

    private static Object count(String typed) {
        Matcher count = COUNT.matcher(typed);
        return count.matches()
                ? new JsonObject()
                        .put("number", Long.parseLong(count.group(2)))
                        .put("lowerBound", count.group(1) != null || count.group(3) != null)
                : typed;
    }

    private static Object number(String typed) {
        return typed.matches("\\d{1,6}") ? (Object) Integer.parseInt(typed) : typed;
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The version of the campaign that was read; null if the form has none. */
    @Nullable
    Integer version() {
        return field("version").matches("\\d{1,6}") ? Integer.valueOf(field("version")) : null;
    }
}
