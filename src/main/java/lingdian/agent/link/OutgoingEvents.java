package lingdian.agent.link;

import org.jspecify.annotations.Nullable;

/**
 * The events that a connection sends, and their state. It separates events from sockets and attempts, so that a
 * program's events in memory and a café's records on disk use one kind of connection. Called on the connection's
 * context.
 */
public interface OutgoingEvents {
    /** The number of the last event, 0 for none, as the hello states it. */
    long lastSeq();

    /** The last acknowledged number. */
    long ackedSeq();

    /**
     * The service sent its welcome; the events that it does not have are sent again.
     *
     * @param acked the last event of the stream that the service has
     * @param allowedUnacked the window
     * @throws AgentStoppedException if the service's state and the acknowledgements received here contradict each other
     */
    void begin(long acked, long allowedUnacked);

    /**
     * Everything up to {@code seq} is acknowledged.
     *
     * @throws AgentStoppedException if there is no such event
     */
    void acknowledge(long seq);

    /**
     * A verdict or reject was received.
     *
     * @return whether it is new: a repeated event is answered again
     */
    boolean answer(Answer answer);

    /** The next message to send; null if there is none at present, or the window is full. */
    @Nullable
    String next();

    /** Whether the service has yet to answer something sent on this connection. */
    boolean awaitsAnswer();

    /** Whether no event waits to be sent, acknowledged or answered. */
    boolean isEmpty();

    /** A message of the service has been processed, its listeners included. */
    default void settled() {}

    /** The connection is given up: every waiting call fails. */
    void fail(AgentStoppedException reason);
}
