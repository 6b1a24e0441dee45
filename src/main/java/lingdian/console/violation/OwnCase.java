package lingdian.console.violation;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import lingdian.office.casework.OwnCaseDetail;

/**
 * A case about the reader's own café.
 *
 * @param late whether its deadline has passed: the day itself is still in time
 * @param confirmed the ids of violations that were confirmed, as far as the page knows them
 */
public record OwnCase(OwnCaseDetail detail, boolean late, Set<String> confirmed) {
    private static final Set<String> OVER = Set.of("closed", "transferred", "declined");
    private static final String LEAD = "lead";
    private static final String CORRECTING = "correcting";
    private static final String ORDER = "rectification-order";
    private static final Set<String> PENALISED = Set.of("spot", "executing");
    private static final int FOUND_MAX = 5;

    public OwnCase {
        confirmed = Set.copyOf(confirmed);
    }

    /** All of them, those with a deadline first. */
    public static List<OwnCase> all(List<OwnCaseDetail> cases, LocalDate today) {
        return all(cases, today, Set.of());
    }

    private static List<OwnCase> all(List<OwnCaseDetail> cases, LocalDate today, Set<String> confirmed) {
        return cases.stream()
                .sorted(Comparator.comparing(OwnCaseDetail::due, Comparator.nullsLast(Comparator.naturalOrder())))
                .map(one -> new OwnCase(one, one.due() != null && one.due().isBefore(today), confirmed))
                .toList();
    }

    /** Those that are not over, those with a deadline first. */
    public static List<OwnCase> running(List<OwnCaseDetail> cases, LocalDate today) {
        return running(cases, today, Set.of());
    }

    /** Those that are not over, which say of the violations in them whether they were confirmed. */
    public static List<OwnCase> running(List<OwnCaseDetail> cases, LocalDate today, Set<String> confirmed) {
        return all(cases, today, confirmed).stream()
                .filter(one -> !one.isOver())
                .toList();
    }

    public boolean isOver() {
        return OVER.contains(detail.step());
    }

    /** Whether nobody has taken it on. */
    public boolean isLead() {
        return detail.step().equals(LEAD);
    }

    public boolean isCorrecting() {
        return detail.step().equals(CORRECTING);
    }

    /** Whether a correction is demanded without a paper that was served. */
    public boolean isOrderUnserved() {
        return isCorrecting()
                && detail.served().stream().noneMatch(paper -> paper.kind().equals(ORDER));
    }

    /** Whether a penalty is to be paid or obeyed of which no decision was entered as served. */
    public boolean isDecisionUnserved() {
        return PENALISED.contains(detail.step())
                && detail.served().stream().noneMatch(OwnCaseDetail.Served::isDecision);
    }

    public boolean isConfirmed(OwnCaseDetail.Found found) {
        return confirmed.contains(found.id().toString());
    }

    /** Whether a violation was confirmed that the café had objected to. */
    public boolean isDecidedAfterObjecting() {
        return detail.violations().stream().anyMatch(found -> found.objected() && isConfirmed(found));
    }

    /** The first violations that it is about. */
    public List<OwnCaseDetail.Found> found() {
        return detail.violations().stream().limit(FOUND_MAX).toList();
    }

    /** How many violations {@link #found} leaves out. */
    public int others() {
        return Math.max(0, detail.violationCount() - found().size());
    }

    /**
     * The key of what to say about objecting: {@code none} was objected to, {@code some} or {@code all}; empty where it
     * is over, or about nothing.
     */
    public String objecting() {
        if (isOver() || detail.violations().isEmpty()) {
            return "";
        }
        long objected = detail.violations().stream()
                .filter(OwnCaseDetail.Found::objected)
                .count();
        return objected == 0 ? "none" : objected < detail.violationCount() ? "some" : "all";
    }

    @Override
    public String toString() {
        return "OwnCase[" + detail.id() + "]"; // a demand is free text
    }
}
