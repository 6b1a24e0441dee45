package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lingdian.office.inspection.PremisesKinds;

/**
 * Figures of the API's report in words. A lower bound always keeps its "over" (超过), so that the report does not state
 * more than is known.
 */
record FigureText(JsonObject json, PremisesKinds kinds) {
    /**
     * Written for an absent figure, which is not zero: an entry that counts entertainment venues may include game
     * halls.
     */
    private static final String NOT_WRITTEN_DOWN = "—";

    static String count(JsonObject count) {
        return (count.getBoolean("lowerBound", false) ? "超过" : "") + count.getLong("number");
    }

    String rounds() {
        int rounds = json.getInteger("rounds");
        return rounds == 0 ? NOT_WRITTEN_DOWN : String.valueOf(rounds);
    }

    JsonArray rows() {
        return json.getJsonArray("rows");
    }

    JsonObject visits() {
        return json.getJsonObject("visits");
    }

    Set<String> visited() {
        return visits().fieldNames();
    }

    String name(String kind) {
        return kinds.kind(kind).map(PremisesKinds.Kind::name).orElse(kind);
    }

    String of(String member) {
        return isSaid(member) ? count(json.getJsonObject(member)) : NOT_WRITTEN_DOWN;
    }

    String visits(String kind) {
        return visits().containsKey(kind) ? count(visits().getJsonObject(kind)) : NOT_WRITTEN_DOWN;
    }

    long number(String kind) {
        return visits().containsKey(kind) ? visits().getJsonObject(kind).getLong("number") : 0;
    }

    /** For example "出动人员82人次、车辆22车次，检查经营场所104家次，其中……"; figures that were not recorded are left out. */
    String sentence() {
        var parts = new ArrayList<String>();
        wentOut(parts);
        boolean some = visited().stream().anyMatch(this::isFirst);
        visited().stream().filter(this::isFirst).forEach(kind -> parts.add("检查" + visitsOf(kind)));
        String below = String.join("、", below());
        String all = parts.isEmpty() ? "没有登记人次和家次" : String.join("，", parts);
        return some && !below.isEmpty() ? all + "，其中" + below : all;
    }

    private void wentOut(List<String> parts) {
        if (isSaid("officers")) {
            parts.add("出动人员" + of("officers") + "人次");
        }
        if (isSaid("vehicles")) {
            parts.add("出动车辆" + of("vehicles") + "车次");
        }
    }

    private boolean isSaid(String member) {
        JsonObject count = json.getJsonObject(member);
        return count.getLong("number") > 0 || count.getBoolean("lowerBound", false);
    }

    private boolean isFirst(String kind) {
        return kinds.upFrom(kind).size() == 1;
    }

    private List<String> below() {
        return visited().stream()
                .filter(kind -> kinds.upFrom(kind).size() == 2)
                .map(kind -> visitsOf(kind) + within(kind))
                .toList();
    }

    private String within(String whole) {
        List<String> parts = visited().stream()
                .filter(kind ->
                        kinds.upFrom(kind).size() > 2 && kinds.upFrom(kind).contains(whole))
                .map(this::visitsOf)
                .toList();
        return parts.isEmpty() ? "" : "（其中" + String.join("、", parts) + "）";
    }

    private String visitsOf(String kind) {
        return name(kind) + visits(kind) + "家次";
    }

    boolean isLowerBound() {
        return visits().stream().anyMatch(visit -> ((JsonObject) visit.getValue()).getBoolean("lowerBound", false))
                || json.getJsonObject("officers").getBoolean("lowerBound", false)
                || json.getJsonObject("vehicles").getBoolean("lowerBound", false);
    }
}
