package lingdian.office.violation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which violations a page asks for.
 *
 * @param filter by which the feed can be filtered as well
 * @param placeCode of one café; null: of any
 * @param from when the earliest began; null: any time
 */
public record ViolationQuery(
        Filter filter, @Nullable String placeCode, @Nullable Instant from, int limit) {
    /** An empty text: any. */
    public record Filter(String region, String code, String standing, String authority) {
        public static final Filter NONE = new Filter("", "", "", "");
    }

    public static ViolationQuery since(Instant from, int limit) {
        return new ViolationQuery(Filter.NONE, null, from, limit);
    }

    public static ViolationQuery ofCafe(String placeCode, int limit) {
        return new ViolationQuery(Filter.NONE, placeCode, null, limit);
    }

    public ViolationQuery matching(Filter other) {
        return new ViolationQuery(other, placeCode, from, limit);
    }

    public ViolationQuery atCafe(String other) {
        return new ViolationQuery(filter, other, from, limit);
    }
}
