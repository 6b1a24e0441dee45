package lingdian.console.casework;

import java.util.stream.Collectors;
import lingdian.console.frame.GoingOn;
import lingdian.console.frame.Words;
import lingdian.office.casework.CaseDetail;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * A case as the worklist shows it.
 *
 * @param place the names of its divisions
 * @param step the name of its step
 * @param due the deadline that ends first; null where none runs
 */
record WorklistRow(
        CaseDetail detail,
        String cafe,
        String place,
        String step,
        String summary,
        @Nullable DueLine due,
        GoingOn going) {
    static WorklistRow of(CaseDetail detail, String cafe, String place, String step, Words words, PageTimes times) {
        CaseDetail.Due next = detail.nextDue();
        return new WorklistRow(
                detail,
                cafe,
                place,
                step,
                detail.summary().in(words.language().code()),
                next == null ? null : DueLine.of(next, times),
                GoingOn.of(detail, words, times.now()));
    }

    /** The value of its checkbox: what a form that acts on several cases must know of each. */
    String choice() {
        return detail.id() + "." + detail.version() + "."
                + (detail.about().trigger().isEmpty() ? "0" : "1") + "."
                + detail.officers().size();
    }

    /** Those who deal with it; empty where nobody does. */
    String officers() {
        return officers(detail);
    }

    static String officers(CaseDetail detail) {
        return detail.officers().stream().map(CaseDetail.Officer::name).collect(Collectors.joining("、"));
    }

    /** Whether an account is one of those who deal with it. */
    boolean isOf(@Nullable String account) {
        return account != null
                && detail.officers().stream().anyMatch(one -> one.account().equals(account));
    }

    @Override
    public String toString() {
        return "WorklistRow[" + detail.id() + "]"; // names do not belong in a log
    }
}
