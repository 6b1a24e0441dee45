package lingdian.console.cafe;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lingdian.console.violation.OwnCase;
import lingdian.office.casework.OwnCaseDetail;
import lingdian.office.query.Page;
import org.jspecify.annotations.Nullable;

/**
 * The cafés of an operator of several. Those where something is to be done come first.
 *
 * @param whole whether every case was looked at
 */
record OwnCafesView(List<OwnCafe> cafes, boolean whole) {
    OwnCafesView {
        cafes = List.copyOf(cafes);
    }

    /**
     * One café.
     *
     * @param duties of its cases that are not over, the first one due first
     */
    record OwnCafe(CafeLine line, List<OwnCase> duties) {
        OwnCafe {
            duties = List.copyOf(duties);
        }

        /** What is due first; null if there is nothing to do. */
        @Nullable
        OwnCase first() {
            return duties.isEmpty() ? null : duties.getFirst();
        }

        private boolean hasNothingToDo() {
            return duties.isEmpty();
        }

        private @Nullable LocalDate due() {
            return Optional.ofNullable(first()).map(one -> one.detail().due()).orElse(null);
        }
    }

    static OwnCafesView of(List<CafeLine> cafes, Page<OwnCaseDetail> cases, LocalDate today) {
        Map<String, List<OwnCaseDetail>> byCafe =
                cases.items().stream().collect(Collectors.groupingBy(OwnCaseDetail::placeCode));
        return new OwnCafesView(
                cafes.stream()
                        .map(line -> new OwnCafe(
                                line, OwnCase.running(byCafe.getOrDefault(line.placeCode(), List.of()), today)))
                        .sorted(Comparator.comparing(OwnCafe::due, Comparator.nullsLast(Comparator.naturalOrder()))
                                .thenComparing(OwnCafe::hasNothingToDo)
                                .thenComparing(one -> -one.line().facts())
                                .thenComparing(one -> one.line().placeCode()))
                        .toList(),
                cases.next() == null);
    }

    /** How many cafés have something to do. */
    long withDuties() {
        return cafes.stream().filter(one -> !one.hasNothingToDo()).count();
    }
}
