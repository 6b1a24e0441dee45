package lingdian.law.returns;

import java.util.Locale;

/** The kinds of rows that returns count. Each row has a local date, a county, an amount, and where it is about a café, that. */
public enum RowKind {
    // Of a closed inspection.
    OFFICERS,
    VEHICLES,
    /** Premises of all kinds. */
    VISITS,
    CAFE_VISITS,
    /** One row for each café. */
    CAFES,
    NIGHT_ROUNDS,
    SURPRISE_CHECKS,

    // A complaint that was accepted.
    COMPLAINTS,

    // An action on a case.
    CORRECT,
    FILE,
    CLOSE,
    TRANSFER,
    SPOT,

    // A sanction of a decision.
    WARNING,
    FINE,
    FINE_YUAN,
    CONFISCATION,
    SUSPENSION,
    REVOCATION,
    /** A decision that is not to leave it at that (不予处罚), and no withdrawal. */
    PUNISHED,

    // A document that is not void.
    RECTIFICATION_ORDER,
    SPOT_DECISION,

    // An entry of a campaign that was not withdrawn: a number, without the cafés.
    /** The cafés that a training or a meeting reached. */
    TRAINING,
    /** Letters of responsibility. */
    LETTERS;

    /** {@code night-rounds}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is none of this word */
    public static RowKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
