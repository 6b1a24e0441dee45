package lingdian.console.cafe;

import java.util.List;
import lingdian.console.frame.Refusal;
import lingdian.office.message.MessageSummary;
import org.jspecify.annotations.Nullable;

/**
 * What the reader's authority told the café.
 *
 * @param writes whether the reader may write to it; if not, nothing is shown
 * @param typed a text that was not accepted, so that it need not be written again
 * @param refusal why; null if none was refused
 */
record MessagesView(
        boolean writes,
        List<Line> lines,
        String typed,
        @Nullable Refusal refusal) {
    static final List<String> PURPOSES = List.of("hours", "rectification", "campaign", "maintenance", "other");

    static final MessagesView NONE = new MessagesView(false, List.of(), "", null);

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
