package lingdian.console.approval;

import java.time.OffsetDateTime;
import java.util.Optional;
import lingdian.office.disclosure.RecordRequestDetail;
import lingdian.office.disclosure.UnmaskingDetail;

/**
 * A request on which a second person decided.
 *
 * @param kind as in the keys of its texts
 * @param about what it is about; may be empty
 * @param asked who asked
 * @param decided who decided
 */
record DecidedLine(
        String kind, String about, String asked, String decided, boolean approved, OffsetDateTime at, String path) {
    private static final String REFUSED = "refused";

    /** Empty where nobody has decided. */
    static Optional<DecidedLine> of(UnmaskingDetail one) {
        return Optional.ofNullable(one.decidedAt())
                .filter(at -> !one.decidedByName().isEmpty())
                .map(at -> new DecidedLine(
                        "unmasking",
                        "",
                        one.askedByName(),
                        one.decidedByName(),
                        !one.state().equals(REFUSED),
                        at,
                        "/violations/" + one.violation()));
    }

    /** Empty where nobody has decided. @param cafe its name */
    static Optional<DecidedLine> of(RecordRequestDetail one, String cafe) {
        return Optional.ofNullable(one.decidedAt())
                .filter(at -> !one.decidedByName().isEmpty())
                .map(at -> new DecidedLine(
                        "record-request",
                        cafe,
                        one.askedByName(),
                        one.decidedByName(),
                        !one.state().equals(REFUSED),
                        at,
                        "/record-requests"));
    }

    @Override
    public String toString() {
        return "DecidedLine[" + kind + "]"; // it names officers
    }
}
