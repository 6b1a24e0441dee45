package lingdian.console.casework;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.stream.Collectors;
import lingdian.console.frame.Words;
import lingdian.office.casework.CaseDetail;
import lingdian.platform.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * A case as the worklist shows it.
 *
 * @param place the names of its divisions
 * @param step the name of its step
 * @param due the deadline that ends first; null where none runs
 * @param since when the earliest of what goes on began, as the browser reads it; empty where nothing goes on
 * @param lasted how long that is, until the browser counts on
 */
record WorklistRow(
        CaseDetail detail,
        String cafe,
        String place,
        String step,
        String summary,
        @Nullable DueLine due,
        String since,
        String lasted) {
    static WorklistRow of(CaseDetail detail, String cafe, String place, String step, Words words, PageTimes times) {
        Instant now = times.now();
        CaseDetail.Due next = detail.nextDue();
        OffsetDateTime since = detail.runningSince().orElse(null);
        return new WorklistRow(
                detail,
                cafe,
                place,
                step,
                detail.summary().in(words.language().code()),
                next == null ? null : DueLine.of(next, times),
                since == null ? "" : since.toInstant().toString(),
                since == null ? "" : PageTimes.lasted(Duration.between(since.toInstant(), now)));
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
