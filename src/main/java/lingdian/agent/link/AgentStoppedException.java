package lingdian.agent.link;

/** Why an agent connection was given up or refused. The text contains neither the key nor any content of an event. */
public final class AgentStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    public AgentStoppedException(String message) {
        this(message, 0);
    }

    /** @param code the HTTP status or closing code of a refusal, 0 for none */
    AgentStoppedException(String message, int code) {
        super(message);
        this.code = code;
    }

    /** The HTTP status or WebSocket closing code of the service's refusal; 0 if it did not refuse. */
    public int code() {
        return code;
    }
}
