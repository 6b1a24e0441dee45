package lingdian.console.cafe;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lingdian.console.violation.OwnCase;
import lingdian.console.violation.ViolationRow;
import lingdian.office.casework.OwnCaseDetail;
import org.jspecify.annotations.Nullable;

/**
 * What an operator must do now: what goes on in the café at this moment, the cases about it, and what must change.
 *
 * <p>A tired reader finds the next step first: what goes on, then what has a day. The rest is folded away.
 *
 * @param now for each rule that is being broken, where
 * @param cases that are not over, those with a deadline first
 * @param mends the codes of violations that go on, are confirmed or belong to a case, which the operator must correct
 */
record DutiesView(List<Now> now, List<OwnCase> cases, List<String> mends) {
    private static final Set<String> SETTLED = Set.of("dismissed", "closed");
    private static final String CONFIRMED = "confirmed";
    private static final String LEAD = "lead";
    /** Steps at which nothing has to be done by a day, unless a paper that was served names one. */
    private static final Set<String> UNHURRIED = Set.of("lead", "assigned", "checked", "filed", "review");

    private static final int TERMINALS_MAX = 12;

    DutiesView {
        now = List.copyOf(now);
        cases = List.copyOf(cases);
        mends = List.copyOf(mends);
    }

    /** @param terminals the first of those on which it goes on; none where it is about the whole café */
    record Now(String code, List<String> terminals) {
        Now {
            terminals = List.copyOf(terminals);
        }
    }

    static DutiesView of(List<OwnCaseDetail> cases, List<ViolationRow> violations, LocalDate today) {
        List<OwnCase> running = OwnCase.running(cases, today, confirmed(violations));
        Set<String> inCases = running.stream()
                .flatMap(one -> one.detail().violations().stream())
                .map(one -> one.id().toString())
                .collect(Collectors.toSet());
        return new DutiesView(
                now(violations),
                running,
                violations.stream()
                        .filter(one -> one.isOpen() || inCases.contains(one.id())
                                ? !SETTLED.contains(one.step())
                                : CONFIRMED.equals(one.step()))
                        .map(ViolationRow::code)
                        .distinct()
                        .toList());
    }

    private static Set<String> confirmed(List<ViolationRow> violations) {
        return violations.stream()
                .filter(one -> CONFIRMED.equals(one.step()))
                .map(ViolationRow::id)
                .collect(Collectors.toSet());
    }

    boolean isEmpty() {
        return now.isEmpty() && cases.isEmpty() && mends.isEmpty();
    }

    /** The case whose deadline is the first one; null where none has one. */
    @Nullable
    OwnCase firstDue() {
        return cases.isEmpty() || cases.getFirst().detail().due() == null ? null : cases.getFirst();
    }

    /** Whether no case demands anything by a day, and no paper was served that might name one. */
    boolean hasNoDeadline() {
        return cases.stream().allMatch(DutiesView::isUnhurried);
    }

    private static boolean isUnhurried(OwnCase one) {
        OwnCaseDetail detail = one.detail();
        return detail.due() == null && detail.served().isEmpty() && UNHURRIED.contains(detail.step());
    }

    /** The cases that may have a deadline; where none has, the first one alone. */
    List<OwnCase> shown() {
        return hasNoDeadline()
                ? cases.stream().limit(1).toList()
                : cases.stream().filter(one -> !isUnhurried(one)).toList();
    }

    /** Those that {@link #shown} leaves out. */
    List<OwnCase> folded() {
        List<OwnCase> shown = shown();
        return cases.stream().filter(one -> !shown.contains(one)).toList();
    }

    /** A lead calls for nothing at once. */
    private static List<Now> now(List<ViolationRow> violations) {
        Map<String, Set<String>> terminals = new LinkedHashMap<>();
        violations.stream()
                .filter(one -> one.isOpen() && !SETTLED.contains(one.step()) && !LEAD.equals(one.standing()))
                .forEach(one -> terminals
                        .computeIfAbsent(one.code(), code -> new TreeSet<>())
                        .addAll(terminals(one)));
        return terminals.entrySet().stream()
                .map(one -> new Now(
                        one.getKey(),
                        one.getValue().stream().limit(TERMINALS_MAX).toList()))
                .toList();
    }

    private static List<String> terminals(ViolationRow one) {
        var many = one.terminals();
        String terminal = one.terminal();
        return many != null ? many.ids() : terminal == null ? List.of() : List.of(terminal);
    }
}
