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
    RECORDS_BROKEN
}
