package lingdian.office.casework;

import lingdian.domain.Authority;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CaseFinding.Untruth;
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
    static PlacedViolation of(CaseViolation violation, CaseFinding finding, @Nullable Other other) {
        return new PlacedViolation(violation, finding.found(untruth(violation, other)), other);
    }

    /** Of a time when outcomes were not kept, it is its own. */
    private static Untruth untruth(CaseViolation violation, @Nullable Other other) {
        if (!violation.isDismissed()) {
            return Untruth.NONE;
        }
        return other != null && other.outcome() == CheckOutcome.UNTRUE && violation.outcome() != CheckOutcome.UNTRUE
                ? Untruth.OTHER
                : Untruth.OWN;
    }

    /**
     * What one authority may know of the other's case: that there is one, and what came of it.
     *
     * @param outcome null: not checked
     */
    record Other(Authority authority, @Nullable CheckOutcome outcome) {}
}
