package lingdian.console.disclosure;

import java.util.List;
import lingdian.console.frame.TypedForm;
import lingdian.office.disclosure.LegalHoldDetail;
import org.jspecify.annotations.Nullable;

/**
 * The legal holds of the reader's authority, and the form for a new one; for an auditor, all holds.
 *
 * @param sets whether the reader may set and lift holds
 * @param next the address of older ones; null after the oldest
 */
record LegalHoldsView(
        boolean sets, List<Line> lines, @Nullable String next, TypedForm form) {
    static final String FORM = "hold";
    static final String LIFT = "lift";

    LegalHoldsView {
        lines = List.copyOf(lines);
    }

    /**
     * One of them.
     *
     * @param about the café, or the region whose cafés it is about
     */
    record Line(LegalHoldDetail hold, String about, String madeAt) {
        String liftingReason() {
            return hold.lifting().map(LegalHoldDetail.Lifting::reason).orElse("");
        }

        @Override
        public String toString() {
            return "Line[" + hold.id() + "]"; // a reason is free text
        }
    }
}
