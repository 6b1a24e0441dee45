package lingdian.platform.work;

/** What cannot be done now, although nothing is wrong with it. Trying again helps. */
public abstract class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected NotNowException(String message) {
        super(message, null, false, false);
    }
}
