package lingdian.record.evidence;

/** Says why no bundle can be made that would stand. */
public final class UnprovableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What is in the way. */
    public enum Reason {
        /** Records that it rests on are not kept any more. */
        RECORDS_DROPPED,
        /** Records do not fit their chain. */
        CHAIN_NOT_SHOWN,
        /** There are too many records between the first event and the checkpoint. */
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
