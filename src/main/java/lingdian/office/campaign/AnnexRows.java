package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lingdian.office.inspection.PremisesKinds;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a campaign, numbered from 1 as the annex lists them.
 *
 * <p>The numbers are short, because a sentence that cites ids is unreadable.
 */
final class AnnexRows {
    private static final Map<String, String> TYPES =
            Map.of("activity", "活动", "inspection", "检查", "training", "培训", "letters", "责任书");

    private static final int DATE = 10;

    private final List<JsonObject> entries;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final PremisesKinds kinds;
    private final UnaryOperator<String> regions;

    AnnexRows(JsonArray entries, PremisesKinds kinds, UnaryOperator<String> regions) {
        this.kinds = kinds;
        this.regions = regions;
        this.entries = entries.stream().map(JsonObject.class::cast).toList();
        this.entries.forEach(entry -> numbers.put(entry.getString("id"), numbers.size() + 1));
    }

    /** For example "〔附件第1、3行〕"; empty if there are none. */
    String cite(JsonArray ids) {
        return ids.isEmpty() ? "" : "〔附件第" + numbersOf(ids) + "行〕";
    }

    /** "—" if there are none. */
    String numbersOf(JsonArray ids) {
        return ids.isEmpty()
                ? "—"
                : ids.stream()
                        .map(id -> number((String) id))
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining("、"));
    }

    /** The rows of the entries of these inspections. */
    String numbersOfInspections(JsonArray inspections) {
        var ids = new JsonArray();
        entries.stream()
                .filter(entry -> inspections.contains(entry.getString("inspection")))
                .forEach(entry -> ids.add(entry.getString("id")));
        return numbersOf(ids);
    }

    /** @throws IllegalStateException if the campaign was changed between the two requests */
    private int number(String id) {
        Integer number = numbers.get(id);
        if (number == null) {
            throw new IllegalStateException("the campaign was changed while it was read: ask again");
        }
        return number;
    }

    Block.Table table() {
        var lines = new ArrayList<List<String>>();
        for (JsonObject entry : entries) {
            lines.add(List.of(
                    String.valueOf(number(entry.getString("id"))),
                    TYPES.getOrDefault(entry.getString("type"), entry.getString("type")),
                    entry.getString("unit"),
                    regions.apply(entry.getString("region")),
                    Objects.requireNonNullElse(
                            entry.getString("date"), entry.getString("at").substring(0, DATE)),
                    figures(entry),
                    within(entry)));
        }
        return new Block.Table(
                List.of("行", "类别", "单位", "地区", "日期", "登记内容", "包含于"), List.of(5, 9, 13, 12, 15, 36, 10), lines);
    }

    /** What an entry states; figures that it does not are left out. */
    private String figures(JsonObject entry) {
        var parts = new ArrayList<String>();
        if (entry.getString("kind") != null) {
            parts.add(entry.getString("kind"));
        }
        if (entry.getInteger("nightRounds", 0) > 0) {
            parts.add("零点行动" + entry.getInteger("nightRounds") + "次");
        }
        add(parts, "人员", "人次", entry.getJsonObject("officers"));
        add(parts, "车辆", "车次", entry.getJsonObject("vehicles"));
        JsonObject visits = entry.getJsonObject("visits", new JsonObject());
        kinds.kinds().forEach(kind -> add(parts, kind.name(), "家次", visits.getJsonObject(kind.code())));
        if ("within".equals(entry.getString("parts"))) {
            parts.add("下级种类已含在上级之内");
        }
        add(parts, "网吧", "家", entry.getJsonObject("cafes"));
        add(parts, "责任书", "份", entry.getJsonObject("number"));
        return parts.isEmpty() ? "—" : String.join("，", parts);
    }

    private static void add(List<String> parts, String before, String unit, @Nullable JsonObject count) {
        if (count != null && (count.getLong("number") > 0 || count.getBoolean("lowerBound", false))) {
            parts.add(before + FigureText.count(count) + unit);
        }
    }

    private String within(JsonObject entry) {
        String whole = entry.getString("within");
        return whole == null ? "—" : "第" + number(whole) + "行";
    }
}
