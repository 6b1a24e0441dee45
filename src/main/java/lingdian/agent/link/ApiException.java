package lingdian.agent.link;

/** A failed call of the HTTP API, described in one line. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status; 0 if the service was unreachable. */
    public int status() {
        return status;
    }
}
