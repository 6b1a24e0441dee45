package lingdian.agent.spool;

/**
 * The disk has no room for another event: nothing was recorded. What cannot be recorded must not be admitted, so this is
 * told to whoever asked rather than kept in memory; it ends by itself when there is room again.
 */
public final class SpoolFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpoolFullException(String message) {
        super(message);
    }
}
