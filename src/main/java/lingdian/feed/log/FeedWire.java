package lingdian.feed.log;

import io.vertx.core.Future;

/** A connection to a subscriber. Its futures succeed once the bytes are handed to the network. */
sealed interface FeedWire permits ServerSentEvents, FeedWebSocket {
    /** Writes the visible messages of a run, of which there is at least one. */
    Future<Void> write(FeedRun run);

    /** Says that the subscriber's position is not available, and from which position it continues. */
    Future<Void> reset(long position);

    /** Shows that the connection is alive. */
    Future<Void> comment();

    /** How many frames came in since the last call. */
    int framesReceived();

    /** Whether the connection is closed, by whichever side. */
    boolean closed();

    /** Called once when it is. */
    void onClose(Runnable handler);

    /** Says goodbye, without waiting for what is queued; {@link #abort()} follows soon. */
    Future<Void> end(Ending ending);

    /** Closes the connection at once. */
    void abort();
}
