package lingdian.agent;

/** The WebSocket closing codes of the contract (SPEC.md, section 2.1, item 6) and those of RFC 6455 that it uses. */
final class CloseCode {
    static final int GOING_AWAY = 1001;
    static final int NOT_UTF8 = 1007;
    static final int TOO_LARGE = 1009;
    static final int OUR_BUG = 1011;
    static final int REFUSED = 4400;
    static final int KEY_ENDED = 4401;
    static final int CONNECTED_AGAIN = 4408;
    static final int GAP = 4409;
    static final int SUPERSEDED = 4410;

    private CloseCode() {}
}
