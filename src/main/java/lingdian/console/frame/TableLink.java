package lingdian.console.frame;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The address of a list of the API that a page offers as a file for spreadsheets, with the filters of the page. */
public final class TableLink {
    private TableLink() {}

    /** @param asked parameters of the API; an empty one is left out */
    public static String path(String list, Map<String, String> asked) {
        String query = new TreeMap<>(asked)
                .entrySet().stream()
                        .filter(one -> !one.getValue().isEmpty())
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return "/api/v1/" + list + (query.isEmpty() ? "" : "?" + query);
    }
}
