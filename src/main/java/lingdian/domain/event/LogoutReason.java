package lingdian.domain.event;

/** Why a session ended, according to the agent (handbook, protocol-messages.md#logout). */
public enum LogoutReason {
    PATRON("patron"),
    CLOSING("closing"),
    IDLE("idle"),
    FORCED("forced"),
    LOST("lost");

    private final String wire;

    LogoutReason(String wire) {
        this.wire = wire;
    }

    /** The word in the protocol. */
    public String wire() {
        return wire;
    }
}
