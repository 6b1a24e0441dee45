package lingdian.agent.link;

import org.jspecify.annotations.Nullable;

/**
 * The events that a connection sends, and what has become of them. The connection knows sockets and attempts, this knows
 * the events: so a program's own events and a café's records on disk go the same way. Called on the connection's context.
 */
public interface Outgoing {
    /** The number of the last event there is, 0 for none: what the hello says. */
    long lastSeq();

    /** The last number that the service has called safe. */
    long ackedSeq();

    /**
     * The service said welcome; what it has not got is sent again.
     *
     * @param acked what the service has of the stream
     * @param allowedUnacked the window
     * @throws AgentStoppedException where the service's word and ours about what is safe cannot both be true
     */
    void begin(long acked, long allowedUnacked);

    /**
     * Everything up to {@code seq} is safe.
     *
     * @throws AgentStoppedException where there is no such event
     */
    void acknowledge(long seq);

    /**
     * A verdict or reject has come.
     *
     * @return whether it is news: an event that is sent again is answered again
     */
    boolean answer(Answer answer);

    /** The next message to send; null where there is none at present, or the window is full. */
    @Nullable
    String next();

    /** Whether something was sent on this connection that the service has not answered. */
    boolean awaitsAnswer();

    /** Whether nothing waits for anything any more. */
    boolean isEmpty();

    /** A message of the service has been dealt with, its listeners included. */
    default void settled() {}

    /** The connection is given up: everything that waits fails. */
    void fail(AgentStoppedException reason);
}
