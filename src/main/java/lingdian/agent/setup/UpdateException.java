package lingdian.agent.setup;

/** Why a program is not put in the place of this one. The message is one line that says what to do. */
public final class UpdateException extends Exception {
    private static final long serialVersionUID = 1L;

    /** For tests and scripts. */
    public enum Reason {
        KEY_MISSING,
        NOT_REACHED,
        MANIFEST_MALFORMED,
        SIGNATURE_WRONG,
        NOT_NEWER,
        NOT_CONFIRMED,
        CHECKSUM_WRONG,
        PROGRAM_IN_USE
    }

    private final Reason reason;

    UpdateException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
