package lingdian.console.frame;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The paths that a browser can open. The address of a form often answers the form alone, so that a page shown there must
 * not link to itself: it links to the page that the form is on.
 */
final class PagePaths {
    private final List<List<String>> patterns = new CopyOnWriteArrayList<>();

    /** @param pattern as routes have it, such as {@code /cafes/:placeCode} */
    void add(String pattern) {
        patterns.add(segments(pattern));
    }

    /** The address of the form's page: where the browser came from if that can be opened, else the nearest one above the form. */
    String ofForm(String path, @Nullable String referer) {
        String from = referer == null ? "" : referer.replaceFirst("^https?://[^/]*", "");
        return isOpened(from.replaceFirst("[?#].*", "")) && isAddress(from) ? from : above(path);
    }

    private String above(String path) {
        String page = path;
        while (!isOpened(page) && page.lastIndexOf('/') > 0) {
            page = page.substring(0, page.lastIndexOf('/'));
        }
        return isOpened(page) ? page : "/";
    }

    private boolean isOpened(String path) {
        List<String> own = segments(path);
        return patterns.stream().anyMatch(pattern -> matches(pattern, own));
    }

    private static boolean matches(List<String> pattern, List<String> own) {
        for (int i = 0; i < pattern.size() && i < own.size(); i++) {
            boolean free = pattern.get(i).startsWith(":") && !own.get(i).isEmpty();
            if (!free && !pattern.get(i).equals(own.get(i))) {
                return false;
            }
        }
        return pattern.size() == own.size();
    }

    private static boolean isAddress(String address) {
        try {
            return URI.create(address).getRawAuthority() == null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
