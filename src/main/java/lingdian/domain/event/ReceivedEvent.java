package lingdian.domain.event;

/**
 * An event with its own text, exactly as received.
 *
 * @param event the decoded event
 * @param text the JSON text of this event alone: sealed into quarantine if the event is rejected
 * @param canonical the event's canonical spelling (keys sorted, numbers normalised, UTF-8): equal for two texts exactly
 * if their parsed contents are equal
 */
public record ReceivedEvent(AgentEvent event, String text, byte[] canonical) {
    public long seq() {
        return event.seq();
    }

    @Override
    public String toString() {
        return "ReceivedEvent[seq=" + event.seq() + "]"; // the text may hold personal data
    }
}
