package lingdian.intake.batch;

/**
 * The events of a message were not recorded: before their turn the café's agent was welcomed over a newer connection.
 */
public final class TakenOverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TakenOverException() {
        super("the café connected again while its events waited", null, false, false);
    }
}
