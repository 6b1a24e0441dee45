package lingdian.console.cafe;

import java.util.List;
import lingdian.console.frame.TypedForm;
import lingdian.office.message.MessageSummary;

/**
 * What the reader's authority told the café.
 *
 * @param writes whether the reader may write to it; if not, nothing is shown
 * @param typed what was not accepted, so that it need not be written again
 */
record MessagesView(boolean writes, List<Line> lines, TypedForm typed) {
    static final String FORM = "messages";
    static final List<String> PURPOSES = List.of("hours", "rectification", "campaign", "maintenance", "other");

    static final MessagesView NONE = new MessagesView(false, List.of(), TypedForm.EMPTY);

    MessagesView {
        lines = List.copyOf(lines);
    }

    /** One message. */
    record Line(MessageSummary message) {
        @Override
        public String toString() {
            return "Line"; // free text
        }
    }

    @Override
    public String toString() {
        return "MessagesView"; // free text
    }
}
