package lingdian.console.live;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import lingdian.console.frame.PageCall;
import lingdian.office.violation.ViolationQuery;

/**
 * The filters of the live page, as API parameters. An empty one matches everything.
 *
 * <p>They are the feed's four filters, so that the list and new messages are filtered alike.
 */
record LiveFilter(String region, String code, String standing, String authority) {
    static LiveFilter of(PageCall call) {
        return new LiveFilter(
                call.query("region"), call.query("code"), call.query("standing"), call.query("authority"));
    }

    ViolationQuery.Filter ofTheApi() {
        return new ViolationQuery.Filter(region, code, standing, authority, "");
    }

    /** The filters as a URL's query, beginning with {@code &}; empty if there is none. */
    String query() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("region", region);
        given.put("code", code);
        given.put("standing", standing);
        given.put("authority", authority);
        return given.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .map(one -> "&" + one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    boolean isEmpty() {
        return query().isEmpty();
    }
}
