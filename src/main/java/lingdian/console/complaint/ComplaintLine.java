package lingdian.console.complaint;

import java.util.Map;
import lingdian.console.frame.Words;
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

    /** How far it is; one without a contact is closed, since nobody was answered. */
    String state(Words words) {
        return complaint.step().equals("answered") && complaint.receipt().anonymous()
                ? words.say("complaint.closed")
                : words.sayWord("complaint.state", complaint.step());
    }

    boolean isOver() {
        return complaint.due() == null;
    }
}
