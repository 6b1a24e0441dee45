package lingdian.console.complaint;

import java.util.Map;
import lingdian.office.complaint.ComplaintSummary;

/**
 * A complaint as the list shows it.
 *
 * @param cafe its name; empty if no café is named
 */
record ComplaintLine(ComplaintSummary complaint, String cafe) {
    static ComplaintLine of(ComplaintSummary one, Map<String, String> names) {
        return new ComplaintLine(one, names.getOrDefault(one.placeCode(), one.placeCode()));
    }

    String path() {
        return "/complaints/" + complaint.id();
    }

    boolean isOver() {
        return complaint.due() == null;
    }
}
