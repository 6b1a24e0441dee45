package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import lingdian.domain.ViolationId;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * One page of violations, newest first.
 *
 * @param next the cursor of the page after it; null where it is the last
 * @param position of the feed that the page is exact for
 */
public record ViolationList(
        List<ViolationSummary> items, @Nullable String next, String position) {
    public ViolationList {
        items = List.copyOf(items);
    }

    static ViolationList of(JsonObject answer) {
        return new ViolationList(
                JsonValues.all(answer, "items", ViolationSummary::of),
                answer.getString("next"),
                answer.getString("position"));
    }

    /**
     * Both lists as one, each violation once. The feed is resumed from the earlier of the two positions: what it tells
     * again is shown already.
     */
    public ViolationList and(ViolationList other) {
        var all = new LinkedHashMap<ViolationId, ViolationSummary>();
        items.forEach(one -> all.put(one.id(), one));
        other.items().forEach(one -> all.putIfAbsent(one.id(), one));
        return new ViolationList(
                all.values().stream()
                        .sorted(Comparator.comparing(
                                        (ViolationSummary one) -> one.period().detectedAt())
                                .reversed())
                        .toList(),
                next == null ? other.next() : next,
                Long.toString(Math.min(Long.parseLong(position), Long.parseLong(other.position()))));
    }

    public boolean isComplete() {
        return next == null;
    }
}
