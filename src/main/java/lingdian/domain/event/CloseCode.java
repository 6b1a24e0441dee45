package lingdian.domain.event;

/**
 * The WebSocket closing codes of the contract (handbook, protocol.md#closing-codes) and those of RFC 6455 that it uses.
 */
public final class CloseCode {
    public static final int GOING_AWAY = 1001;
    public static final int NOT_UTF8 = 1007;
    public static final int TOO_LARGE = 1009;
    public static final int OUR_BUG = 1011;
    public static final int REFUSED = 4400;
    public static final int KEY_ENDED = 4401;
    public static final int CONNECTED_AGAIN = 4408;
    public static final int GAP = 4409;
    public static final int SUPERSEDED = 4410;

    private CloseCode() {}
}
