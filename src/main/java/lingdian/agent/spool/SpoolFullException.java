package lingdian.agent.spool;

/**
 * The disk has no room for another event: nothing was recorded. A guest whose login cannot be recorded must not be
 * admitted, so the caller is told at once instead of the event being buffered. Recording resumes when there is room
 * again.
 */
public final class SpoolFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpoolFullException(String message) {
        super(message);
    }
}
