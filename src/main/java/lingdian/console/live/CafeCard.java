package lingdian.console.live;

import java.util.List;
import lingdian.console.violation.ViolationRow;

/**
 * One café's violations of a night, those that go on first and then the newest, so that a bad night is one card and not forty.
 *
 * @param place the names of its divisions
 */
record CafeCard(String placeCode, String name, String place, List<ViolationRow> violations) {
    /** The number shown at first; the others unfold. */
    static final int SHOWN = 4;

    CafeCard {
        violations = List.copyOf(violations);
    }

    boolean isRunning() {
        return violations.stream().anyMatch(ViolationRow::isRunning);
    }

    List<ViolationRow> first() {
        return violations.subList(0, Math.min(SHOWN, violations.size()));
    }

    List<ViolationRow> rest() {
        return violations.subList(Math.min(SHOWN, violations.size()), violations.size());
    }
}
