package lingdian.record.evidence;

/** States why no valid bundle can be made. */
public final class UnprovableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The obstacle. */
    public enum Reason {
        /** Required records have been dropped. */
        RECORDS_DROPPED,
        /** Records do not fit their chain. */
        CHAIN_NOT_SHOWN,
        /** There are too many records between the first event and the checkpoint, or too many parts. */
        TOO_LONG
    }

    public UnprovableException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
