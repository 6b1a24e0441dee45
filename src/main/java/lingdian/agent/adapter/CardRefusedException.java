package lingdian.agent.adapter;

/** A line is not an event that the service would take. The message names the place and never a value. */
public final class CardRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public CardRefusedException(String message) {
        super(message);
    }
}
