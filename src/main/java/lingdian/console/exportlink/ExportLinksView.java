package lingdian.console.exportlink;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lingdian.office.exportlink.ExportLinkCalls.Link;
import org.jspecify.annotations.Nullable;

/**
 * An account's links.
 *
 * @param of the path of the list for which one may be made; empty: none was chosen
 * @param list its name
 * @param made just now; null: none
 * @param wrong {@code too-many}, {@code filter} or empty
 */
record ExportLinksView(String of, String list, @Nullable Link made, String wrong, List<Link> links) {
    ExportLinksView {
        links = List.copyOf(links);
    }

    static String filter(Link link) {
        return new TreeMap<>(link.filter())
                .entrySet().stream().map(ExportLinksView::text).collect(Collectors.joining(", "));
    }

    private static String text(Map.Entry<String, String> one) {
        return one.getKey() + " = " + one.getValue();
    }

    @Override
    public String toString() {
        return "ExportLinksView[" + list + "]"; // the path of a new link is a secret
    }
}
