package lingdian.intake.socket;

/** What the endpoints count. Called on event loops: it does not block. */
public interface AgentMeters {
    /** Counts nothing. */
    AgentMeters NONE = new AgentMeters() {};

    /** An upgraded connection, greeted or not. */
    default void connected() {}

    /** The end of a connection that was {@link #connected()}. */
    default void disconnected() {}

    /** A connection was closed by the server, with this WebSocket code. */
    default void closed(int code) {}

    /** A request was refused, with this HTTP status. */
    default void refused(int status) {}

    /** A message of so many events was handed to the intake. */
    default void offered(int events) {}

    /** A connection's window was full, and reading from it stopped. */
    default void windowFull() {}
}
