package lingdian.agent.spool;

/** Another agent, perhaps of another program, uses the directory: two that number one stream would break it. */
public final class SpoolLockedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpoolLockedException(String message) {
        super(message);
    }
}
