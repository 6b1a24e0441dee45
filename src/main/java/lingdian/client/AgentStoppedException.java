package lingdian.client;

/** Why an agent connection was given up. The text names neither the key nor anything of an event. */
public final class AgentStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AgentStoppedException(String message) {
        super(message);
    }
}
