package lingdian.conformance;

import java.util.Locale;

/** Everything that the kit may find wrong with an agent, and the rule of the handbook where the text does not say it. */
enum AgentFault {
    KEY_MISSING("the upgrade has no header Authorization: Bearer"),
    SUBPROTOCOL_MISSING("the upgrade does not name the subprotocol lingdian.agent.v1"),
    NOT_RETURNED(
            "the agent did not connect again",
            "Closing codes: after 1001, 4408, 4409, 401 and a broken connection an agent connects again"),
    HURRIED_RETURN(
            "the agent connects again without back-off",
            "Back-off: before each new attempt wait at random between 0 and a bound, 250 ms at first, 5 s after 401,"
                    + " which doubles"),
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
    HEARTBEAT_LATE(
            "no heartbeat came in time",
            "What an agent must do, 3: a heartbeat every heartbeatSeconds of the welcome, day and night"),
    SESSION_REUSED("a login has the id of a session that was opened before"),
    SESSION_UNKNOWN("a logout ends a session that no login opened"),
    LOGIN_MISSING("no guest logged in, though logins are required"),
    DENIED_BUT_SEATED(
            "a guest whose login was denied is seated",
            "What an agent must do, 4: unlock the terminal only where allow is true"),
    REJECTED_BUT_SEATED(
            "a guest whose login was rejected is seated",
            "What an agent must do, 4: unlock the terminal only where allow is true; a reject opens no session"),
    LOST_MISSING(
            "a guest was allowed, does not sit there, and was not logged out",
            "What an agent must do, 5: a logout with the reason lost, also where the answer came too late"),
    RECEIPT_MISSING("an office's message was not answered by a receipt"),
    LEFT_WITHOUT_CAUSE("the agent closed a sound connection"),
    SUPERSEDED_GOES_ON(
            "the agent went on with a stream that was closed with 4410",
            "Connections and streams: after 4410 an agent stops, or begins a new stream; the old one has ended for good");

    private final String text;
    private final String rule;

    AgentFault(String text) {
        this(text, "");
    }

    AgentFault(String text, String rule) {
        this.text = text;
        this.rule = rule.isEmpty() ? "" : "; handbook, protocol.md, " + rule;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param detail more about it, without values of the agent's events; may be empty */
    String told(String detail) {
        return word() + ": " + text + (detail.isEmpty() ? "" : " (" + detail + ")") + rule;
    }
}
