package lingdian.console.approval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the reader, and what the reader waits for.
 *
 * @param waiting the urgent first
 * @param own requests of the reader that are not over
 * @param refusal the code of why a decision was not taken; null if none was refused
 */
record ApprovalsView(
        List<ApprovalLine> waiting,
        List<ApprovalLine> own,
        @Nullable String refusal) {
    ApprovalsView {
        waiting = List.copyOf(waiting);
        own = List.copyOf(own);
    }
}
