package lingdian.feed.log;

/**
 * Why the service ends a connection to a subscriber.
 *
 * <p>A WebSocket is closed with the code and reason. Server-Sent Events have neither; their connection just closes.
 */
enum DisconnectReason {
    /** The subscriber does not read its messages. It may reconnect and resume from its position ("try again later"). */
    CANNOT_KEEP_UP(1013, "cannot keep up, resume later"),
    /** The subscriber's right to read has ended, usually together with its account. */
    RIGHT_ENDED(4401, "the account was ended"),
    /** The subscriber sends far more frames than a reader needs to. */
    TOO_MANY_FRAMES(1008, "too many messages"),
    /** The service is stopping; the subscriber should reconnect. */
    GOING_AWAY(1001, "server going away"),
    /** An internal error. */
    FAILED(1011, "internal error");

    private final short code;
    private final String reason;

    DisconnectReason(int code, String reason) {
        this.code = (short) code;
        this.reason = reason;
    }

    /** The WebSocket close code. */
    short code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
