package lingdian.agent.link;

/** A call of the HTTP API that did not succeed, in one line. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status; 0 where the service could not be reached. */
    public int status() {
        return status;
    }
}
