package lingdian.console.frame;

/** There is no such page. It carries no stack trace: it is an answer and no bug. */
public final class NoSuchPageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoSuchPageException() {
        super("there is no such page", null, false, false);
    }
}
