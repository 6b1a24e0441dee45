package lingdian.console.frame;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses of pages and lists, with their query. */
public final class PageAddress {
    private PageAddress() {}

    /** @param query in the order of the address; an empty value is left out */
    public static String of(String path, Map<String, String> query) {
        String said = query.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return said.isEmpty() ? path : path + "?" + said;
    }

    /**
     * The address of a list's next page; null after the last.
     *
     * @param cursor of the API's answer
     */
    public static @Nullable String next(String path, @Nullable String cursor) {
        return cursor == null ? null : of(path, Map.of("cursor", cursor));
    }
}
