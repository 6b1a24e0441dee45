package lingdian.console.disclosure;

import java.util.List;
import lingdian.console.frame.TypedForm;
import lingdian.office.disclosure.RecordRequestDetail;
import org.jspecify.annotations.Nullable;

/**
 * The record requests of the reader's authority, and the form for a new one.
 *
 * @param cafe that the form begins with; may be empty
 * @param next the address of older ones; null after the oldest
 */
record RecordRequestsView(
        List<Line> lines, String cafe, @Nullable String next, TypedForm form) {
    static final String FORM = "records";

    RecordRequestsView {
        lines = List.copyOf(lines);
    }

    /**
     * One of them.
     *
     * @param cafe its name
     * @param own whether the reader asked, and so may take what was granted
     */
    record Line(RecordRequestDetail request, String cafe, String period, String until, boolean own) {
        boolean canBeTaken() {
            return own && request.state().equals("granted");
        }

        boolean canBeDecided() {
            return !own && request.state().equals("pending");
        }

        @Override
        public String toString() {
            return "Line[" + request.id() + "]"; // a reason is free text
        }
    }
}
