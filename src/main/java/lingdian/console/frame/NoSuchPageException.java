package lingdian.console.frame;

/** The requested page does not exist. It has no stack trace, because it is an ordinary answer and not a bug. */
public final class NoSuchPageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoSuchPageException() {
        super("there is no such page", null, false, false);
    }
}
