package lingdian.console.complaint;

import java.util.Map;
import lingdian.console.frame.Times;
import lingdian.office.complaint.ComplaintSummary;

/**
 * A complaint as the list shows it.
 *
 * @param cafe its name; empty if no café is named
 */
record ComplaintLine(ComplaintSummary complaint, String cafe, String receivedAt) {
    static ComplaintLine of(ComplaintSummary one, Map<String, String> names) {
        return new ComplaintLine(
                one,
                names.getOrDefault(one.placeCode(), one.placeCode()),
                Times.second(one.receipt().at()));
    }

    String path() {
        return "/complaints/" + complaint.id();
    }

    boolean isOver() {
        return complaint.due() == null;
    }
}
