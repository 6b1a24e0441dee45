package lingdian.conformance;

import java.util.Locale;

/** Everything that the kit may find wrong with an agent. */
enum AgentFault {
    KEY_MISSING("the upgrade has no header Authorization: Bearer"),
    SUBPROTOCOL_MISSING("the upgrade does not name the subprotocol lingdian.agent.v1"),
    NOT_RETURNED("the agent did not connect again"),
    HURRIED_RETURN("the agent connects again and again without back-off"),
    HELLO_MISSING("the first message is not a hello of the right form"),
    SECOND_HELLO("the agent sent a second hello over one connection"),
    STREAM_CHANGED("the hello names another stream, though the records of the first were not lost"),
    RECORDS_FORGOTTEN("lastSeq of the hello is lower than what was received before"),
    BINARY_MESSAGE("the agent sent a binary message"),
    MESSAGE_TOO_LARGE("a message has more than 1 MiB"),
    MESSAGE_MALFORMED("a message has none of the forms"),
    EVENT_INVALID("an event is invalid"),
    EVENTS_LOST("the agent did not go on after the ackedSeq of the welcome"),
    SEQ_GAP("a seq is not the next one"),
    REPEAT_ALTERED("a seq that was sent before came with another content"),
    WINDOW_EXCEEDED("more events than the window are unacknowledged"),
    HEARTBEAT_MISSING("no event came, though heartbeats were due"),
    SESSION_REUSED("a login has the id of a session that was opened before"),
    SESSION_UNKNOWN("a logout ends a session that no login opened"),
    DENIED_BUT_SEATED("a logout ends a session whose login was denied"),
    RECEIPT_MISSING("an office's message was not answered by a receipt"),
    LEFT_WITHOUT_CAUSE("the agent closed a sound connection"),
    SUPERSEDED_GOES_ON("the agent went on with a stream that was closed with 4410");

    private final String text;

    AgentFault(String text) {
        this.text = text;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param detail more about it, without values of the agent's events; may be empty */
    String told(String detail) {
        return word() + ": " + text + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
