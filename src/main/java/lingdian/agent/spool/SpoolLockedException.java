package lingdian.agent.spool;

/** Another agent, perhaps in another program, uses the directory: two agents numbering one stream would corrupt it. */
public final class SpoolLockedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpoolLockedException(String message) {
        super(message);
    }
}
