package lingdian.console.approval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the reader, and what the reader waits for.
 *
 * @param waiting the urgent first
 * @param rules proposed sets, of others and of the reader
 * @param objections of cafés that wait for an answer, the oldest first
 * @param objectionsClipped whether there are more
 * @param own requests of the reader that are not over
 * @param decided what a second person decided last, the newest first
 * @param hasCases whether the reader deals with cases, which are approved elsewhere
 * @param refusal the code of why a decision was not taken; null if none was refused
 */
record ApprovalsView(
        List<ApprovalLine> waiting,
        List<ProposedRules> rules,
        List<ApprovalLine> objections,
        boolean objectionsClipped,
        List<ApprovalLine> own,
        List<DecidedLine> decided,
        boolean hasCases,
        @Nullable String refusal) {
    ApprovalsView {
        waiting = List.copyOf(waiting);
        rules = List.copyOf(rules);
        objections = List.copyOf(objections);
        own = List.copyOf(own);
        decided = List.copyOf(decided);
    }

    /** Those that the reader may release. */
    List<ProposedRules> rulesOfOthers() {
        return rules.stream().filter(one -> !one.own()).toList();
    }

    List<ProposedRules> ownRules() {
        return rules.stream().filter(ProposedRules::own).toList();
    }
}
