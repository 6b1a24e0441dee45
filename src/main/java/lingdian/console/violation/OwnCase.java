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
 */
public record OwnCase(OwnCaseDetail detail, boolean late) {
    private static final Set<String> OVER = Set.of("closed", "transferred", "declined");
    private static final String LEAD = "lead";
    private static final int FOUND_MAX = 5;

    public static OwnCase of(OwnCaseDetail detail, LocalDate today) {
        return new OwnCase(detail, detail.due() != null && detail.due().isBefore(today));
    }

    /** All of them, those with a deadline first. */
    public static List<OwnCase> all(List<OwnCaseDetail> cases, LocalDate today) {
        return cases.stream()
                .sorted(Comparator.comparing(OwnCaseDetail::due, Comparator.nullsLast(Comparator.naturalOrder())))
                .map(one -> of(one, today))
                .toList();
    }

    /** Those that are not over, those with a deadline first. */
    public static List<OwnCase> running(List<OwnCaseDetail> cases, LocalDate today) {
        return all(cases, today).stream().filter(one -> !one.isOver()).toList();
    }

    public boolean isOver() {
        return OVER.contains(detail.step());
    }

    /** The first violations that it is about. */
    public List<OwnCaseDetail.Found> found() {
        return detail.violations().stream().limit(FOUND_MAX).toList();
    }

    /** How many violations {@link #found} leaves out. */
    public int others() {
        return Math.max(0, detail.violations().size() - FOUND_MAX);
    }

    /**
     * The key of what to say about objecting: {@code none} was objected to, {@code some} or {@code all}; empty where it
     * is too late to say it, or about nothing.
     */
    public String objecting() {
        if (!detail.step().equals(LEAD) || detail.violations().isEmpty()) {
            return "";
        }
        long objected = detail.violations().stream()
                .filter(OwnCaseDetail.Found::objected)
                .count();
        return objected == 0 ? "none" : objected < detail.violations().size() ? "some" : "all";
    }

    @Override
    public String toString() {
        return "OwnCase[" + detail.id() + "]"; // a demand is free text
    }
}
