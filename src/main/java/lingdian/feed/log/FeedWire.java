package lingdian.feed.log;

import io.vertx.core.Future;

/** A connection to a subscriber. Its futures succeed once the bytes are handed to the network. */
sealed interface FeedWire permits ServerSentEvents, FeedWebSocket {
    /** Writes the visible messages of a run, of which there is at least one. */
    Future<Void> write(FeedRun run);

    /** Tells the subscriber that its position is not available, and from which position it continues. */
    Future<Void> reset(long position);

    /** Sends a comment or ping, which shows the subscriber that the connection is alive. */
    Future<Void> comment();

    /** The number of frames received since the last call. */
    int framesReceived();

    /** Whether either side has closed the connection. */
    boolean closed();

    /** Sets the handler that is called once when the connection is closed. */
    void onClose(Runnable handler);

    /** Tells the subscriber the reason, without waiting for queued messages; {@link #abort()} follows soon. */
    Future<Void> end(DisconnectReason ending);

    /** Closes the connection at once. */
    void abort();
}
