package lingdian.violation;

/** The kinds of violation (SPEC.md, section 5). Their standing, authorities and law are configuration. */
public enum Code {
    OVERTIME_OPERATION,
    MINOR_ADMITTED,
    IDENTITY_UNVERIFIED,
    IDENTITY_SHARED,
    TERMINAL_UNREGISTERED,
    OPERATION_SUSPENDED,
    MEASURES_STOPPED,
    RECORDS_BROKEN,
    /** From here on DOMAIN.md's suspicions, which SPEC.md's list does not have: see suspicions.md. */
    CARD_ON_MANY_SEATS,
    SESSION_TOO_LONG,
    DOCUMENTS_TYPED_BY_HAND,
    MIDNIGHT_BRIDGED,
    COVERAGE_LOW,
    CLOCK_WRONG,
    PATROL_MISSING
}
