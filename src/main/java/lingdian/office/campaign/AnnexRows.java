package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The entries of a campaign, numbered from 1 as the annex lists them.
 *
 * <p>The numbers are short, because a sentence that cites ids is unreadable.
 */
final class AnnexRows {
    private static final Map<String, String> TYPES =
            Map.of("activity", "活动", "inspection", "检查", "training", "培训", "letters", "责任书");

    private final List<JsonObject> entries;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    AnnexRows(JsonArray entries) {
        this.entries = entries.stream().map(JsonObject.class::cast).toList();
        this.entries.forEach(entry -> numbers.put(entry.getString("id"), numbers.size() + 1));
    }

    /** For example "〔附件1第1、3行〕"; empty if there are none. */
    String cite(JsonArray ids) {
        return ids.isEmpty() ? "" : "〔附件1第" + numbersOf(ids) + "行〕";
    }

    String numbersOf(JsonArray ids) {
        return ids.stream()
                .map(id -> number((String) id))
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining("、"));
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
                    within(entry),
                    entry.getString("id"),
                    Objects.requireNonNullElse(entry.getString("inspection"), "—")));
        }
        return new Block.Table(List.of("行", "类别", "单位", "包含于", "登记编号", "检查编号"), lines);
    }

    private String within(JsonObject entry) {
        String whole = entry.getString("within");
        return whole == null ? "—" : "第" + number(whole) + "行";
    }
}
