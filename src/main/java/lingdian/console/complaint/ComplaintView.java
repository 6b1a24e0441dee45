package lingdian.console.complaint;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.console.frame.TypedForm;
import lingdian.office.complaint.ComplaintCalls.ComplaintReporter;
import lingdian.office.complaint.ComplaintSummary;
import lingdian.office.complaint.ComplaintSummary.Said;
import org.jspecify.annotations.Nullable;

/**
 * One complaint.
 *
 * @param names of the cafés that it was ever linked to, by place code
 * @param cases open ones of its café
 * @param reporter null unless the reader asked for it
 */
record ComplaintView(
        ComplaintSummary complaint,
        ComplaintLine line,
        Map<String, String> names,
        List<PossibleCase> cases,
        @Nullable ComplaintReporter reporter,
        TypedForm form) {
    ComplaintView {
        names = Map.copyOf(names);
        cases = List.copyOf(cases);
    }

    /** What is wrong with a form that would add one comment or link too many. */
    static final String ROOM = "room";

    record PossibleCase(String id, String summary) {}

    static List<String> refusals() {
        return List.of("too-old", "repeated", "in-court", "not-competent", "unclear");
    }

    String cafe(String placeCode) {
        return names.getOrDefault(placeCode, placeCode);
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

    /** Why the form was not accepted, as the page's texts are named. */
    String refusal() {
        String action = form.name().isEmpty() ? "comment" : form.name();
        return form.isWrong(action, ROOM)
                ? "complaint.full." + action
                : Objects.requireNonNull(form.refusal()).conflict() ? "complaint.moved" : "complaint.wrong." + action;
    }

    @Override
    public String toString() {
        return "ComplaintView[" + complaint.id() + "]"; // free text
    }
}
