package lingdian.office.casework;

import lingdian.domain.Authority;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CaseViolation;
import lingdian.law.course.CheckOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A violation in a case.
 *
 * @param other its case of the other authority; null: there is none
 */
record PlacedViolation(
        CaseViolation violation,
        CaseFinding finding,
        @Nullable Other other) {
    /**
     * What one authority may know of the other's case: that there is one, and what came of it.
     *
     * @param outcome null: not checked
     */
    record Other(Authority authority, @Nullable CheckOutcome outcome) {}
}
