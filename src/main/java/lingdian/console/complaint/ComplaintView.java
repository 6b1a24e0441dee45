package lingdian.console.complaint;

import java.util.List;
import java.util.Objects;
import lingdian.console.frame.TypedForm;
import lingdian.office.complaint.ComplaintCalls.ComplaintReporter;
import lingdian.office.complaint.ComplaintSummary;
import lingdian.office.complaint.ComplaintSummary.Said;
import org.jspecify.annotations.Nullable;

/**
 * One complaint.
 *
 * @param cases open ones of its café
 * @param reporter null unless the reader asked for it
 */
record ComplaintView(
        ComplaintSummary complaint,
        ComplaintLine line,
        List<PossibleCase> cases,
        @Nullable ComplaintReporter reporter,
        TypedForm form) {
    ComplaintView {
        cases = List.copyOf(cases);
    }

    record PossibleCase(String id, String summary) {}

    static List<String> refusals() {
        return List.of("too-old", "repeated", "in-court", "not-competent", "unclear");
    }

    Said said() {
        return Objects.requireNonNull(complaint.said(), "one complaint is answered with what was said");
    }

    boolean may(String action) {
        return said().open().contains(action);
    }

    /** Whether it was accepted and waits for an answer, before which somebody looks. */
    boolean isToBeChecked() {
        return may("answer");
    }

    @Override
    public String toString() {
        return "ComplaintView[" + complaint.id() + "]"; // free text
    }
}
