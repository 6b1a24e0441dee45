package lingdian.console.frame;

import java.util.Map;
import java.util.TreeMap;

/** The address of a list of the API that a page offers as a file for spreadsheets, with the filters of the page. */
public final class TableLink {
    private TableLink() {}

    /** @param asked parameters of the API; an empty one is left out */
    public static String path(String list, Map<String, String> asked) {
        return PageAddress.of("/api/v1/" + list, new TreeMap<>(asked));
    }
}
