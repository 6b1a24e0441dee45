package lingdian.office.violation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which violations a page asks for.
 *
 * @param filter by which the feed can be filtered as well
 * @param placeCode of one café; null: of any
 * @param from when the earliest began; null: any time
 * @param open only those that go on
 */
public record ViolationQuery(
        Filter filter, @Nullable String placeCode, @Nullable Instant from, boolean open, int limit) {
    /** An empty text: any. @param steps one or several, with commas between them */
    public record Filter(String region, String code, String standing, String authority, String steps) {
        public static final Filter NONE = new Filter("", "", "", "", "");
    }

    public static ViolationQuery since(Instant from, int limit) {
        return new ViolationQuery(Filter.NONE, null, from, false, limit);
    }

    /** Of whatever age: what goes on is on every list. */
    public static ViolationQuery open(int limit) {
        return new ViolationQuery(Filter.NONE, null, null, true, limit);
    }

    public static ViolationQuery ofCafe(String placeCode, int limit) {
        return new ViolationQuery(Filter.NONE, placeCode, null, false, limit);
    }

    public ViolationQuery matching(Filter other) {
        return new ViolationQuery(other, placeCode, from, open, limit);
    }

    public ViolationQuery atCafe(String other) {
        return new ViolationQuery(filter, other, from, open, limit);
    }
}
