package lingdian.console.complaint;

import java.util.List;
import java.util.Map;
import lingdian.console.frame.TableLink;
import org.jspecify.annotations.Nullable;

/**
 * Complaints, the newest first.
 *
 * @param view empty: those that are open
 * @param next the address of older ones; null after the oldest
 */
record ComplaintList(
        String view,
        String subject,
        List<ComplaintLine> lines,
        @Nullable String next) {
    ComplaintList {
        lines = List.copyOf(lines);
    }

    static List<String> views() {
        return List.of("open", "overdue", "all");
    }

    String table() {
        return TableLink.path("complaints", Map.of("view", view, "subject", subject));
    }

    boolean isHere(String other) {
        return view.isEmpty() ? other.equals("open") : view.equals(other);
    }
}
