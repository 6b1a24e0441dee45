package lingdian.console.cafe;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import lingdian.office.casework.OwnCaseDetail;

/**
 * What an operator must do now: the cases about the café, those with a deadline first.
 *
 * @param cases that are not over
 */
record DutiesView(List<Duty> cases) {
    private static final Set<String> OVER = Set.of("closed", "transferred", "declined");

    DutiesView {
        cases = List.copyOf(cases);
    }

    /** @param late whether its deadline has passed */
    record Duty(OwnCaseDetail detail, boolean late) {
        @Override
        public String toString() {
            return "Duty[" + detail.id() + "]"; // a demand is free text
        }
    }

    static DutiesView of(List<OwnCaseDetail> all, LocalDate today) {
        return new DutiesView(all.stream()
                .filter(one -> !OVER.contains(one.step()))
                .sorted(Comparator.comparing(OwnCaseDetail::due, Comparator.nullsLast(Comparator.naturalOrder())))
                .map(one -> new Duty(one, one.due() != null && one.due().isBefore(today)))
                .toList());
    }
}
