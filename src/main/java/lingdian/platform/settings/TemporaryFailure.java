package lingdian.platform.settings;

/**
 * A program that cannot do its work now, although nothing about its configuration is known to be wrong.
 *
 * <p>It ends with another exit status than {@link InvalidConfiguration}, so that a supervisor starts it again.
 */
public final class TemporaryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param reason one line for whoever runs the program */
    public TemporaryFailure(String reason, Throwable cause) {
        super(reason, cause);
    }
}
