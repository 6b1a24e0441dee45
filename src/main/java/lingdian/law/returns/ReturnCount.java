package lingdian.law.returns;

import static lingdian.law.returns.ReturnUnit.CAFES;
import static lingdian.law.returns.ReturnUnit.CASES;
import static lingdian.law.returns.ReturnUnit.COPIES;
import static lingdian.law.returns.ReturnUnit.TIMES;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a return can count: the closed list of {@code returns.yaml}. A count sums up the amounts of rows of one
 * kind, or, where its unit is 家, counts the distinct cafés that these rows are about. Trainings are summed up too: their rows
 * have a number of cafés and name none.
 */
public enum ReturnCount {
    OFFICERS(ReturnUnit.OFFICERS, RowKind.OFFICERS),
    VISITS(ReturnUnit.VISITS, RowKind.VISITS),
    CAFE_VISITS(ReturnUnit.VISITS, RowKind.CAFE_VISITS),
    INSPECTED_CAFES(CAFES, RowKind.CAFES),
    VEHICLES(ReturnUnit.VEHICLES, RowKind.VEHICLES),
    NIGHT_ROUNDS(TIMES, RowKind.NIGHT_ROUNDS),
    SURPRISE_CHECKS(TIMES, RowKind.SURPRISE_CHECKS),
    COMPLAINTS(CASES, RowKind.COMPLAINTS),
    CORRECTIONS(ReturnUnit.VISITS, RowKind.CORRECT),
    CORRECTED_CAFES(CAFES, RowKind.CORRECT),
    FILED(CASES, RowKind.FILE),
    CLOSED(CASES, RowKind.CLOSE),
    TRANSFERRED(CASES, RowKind.TRANSFER),
    SPOT(CASES, RowKind.SPOT),
    WARNINGS(ReturnUnit.VISITS, RowKind.WARNING),
    FINES(ReturnUnit.VISITS, RowKind.FINE),
    FINE_YUAN(ReturnUnit.YUAN, RowKind.FINE_YUAN),
    CONFISCATIONS(ReturnUnit.VISITS, RowKind.CONFISCATION),
    SUSPENSIONS(ReturnUnit.VISITS, RowKind.SUSPENSION),
    REVOCATIONS(CAFES, RowKind.REVOCATION),
    PUNISHED_CAFES(CAFES, RowKind.PUNISHED),
    WARNED_CAFES(CAFES, RowKind.WARNING),
    FINED_CAFES(CAFES, RowKind.FINE),
    SUSPENDED_CAFES(CAFES, RowKind.SUSPENSION),
    RECTIFICATION_ORDERS(COPIES, RowKind.RECTIFICATION_ORDER),
    SPOT_DOCUMENTS(COPIES, RowKind.SPOT_DECISION),
    TRAINED_CAFES(CAFES, RowKind.TRAINING),
    RESPONSIBILITY_LETTERS(COPIES, RowKind.LETTERS),
    /** Nothing that the service records: the column is filled in by hand, in whatever unit. */
    NOT_RECORDED(null, null);

    private final @Nullable ReturnUnit unit;
    private final @Nullable RowKind rows;

    ReturnCount(@Nullable ReturnUnit unit, @Nullable RowKind rows) {
        this.unit = unit;
        this.rows = rows;
    }

    /** The rows that it counts; empty if the service has none. */
    public Optional<RowKind> rows() {
        return Optional.ofNullable(rows);
    }

    /** The word of {@code returns.yaml}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isIn(ReturnUnit other) {
        return unit == null || other.says(unit);
    }

    Optional<ReturnUnit> unit() {
        return Optional.ofNullable(unit);
    }

    /** The figure of a county with these rows; empty if the service records nothing that would count. */
    Optional<ReturnFigure> of(Map<RowKind, RowTally> tallies) {
        return rows().map(kind -> tallies.getOrDefault(kind, RowTally.NONE))
                .map(tally -> unit == CAFES && rows != RowKind.TRAINING ? tally.cafes() : tally.amount());
    }
}
