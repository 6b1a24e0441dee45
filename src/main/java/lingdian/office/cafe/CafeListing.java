package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.office.query.JsonValues;

/**
 * A page of a list of cafés.
 *
 * @param total how many the list has
 * @param clipped whether it has more than are counted
 */
public record CafeListing(List<CafeDetail> items, long total, boolean clipped) {
    public CafeListing {
        items = List.copyOf(items);
    }

    static CafeListing of(JsonObject answer) {
        return new CafeListing(
                JsonValues.all(answer, "items", CafeDetail::of),
                answer.getLong("total", 0L),
                answer.getBoolean("totalClipped", false));
    }
}
