package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.office.api.JsonValues;
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

    public boolean isComplete() {
        return next == null;
    }
}
