package lingdian.agent.spool;

import java.time.Instant;
import java.util.UUID;
import lingdian.domain.event.AgentEvent;

/**
 * One of the café's own records, as read back from disk.
 *
 * @param stream the stream that it was recorded in
 * @param recordedAt the agent's clock when it was written
 * @param acknowledged whether this agent has received the service's acknowledgement
 * @param outcome the service's answer, as far as this agent received it
 */
public record StoredEvent(
        UUID stream, AgentEvent.WellFormed event, Instant recordedAt, boolean acknowledged, Outcome outcome) {
    /** The service's answer to an event; enough to know after a restart which guests were admitted. */
    public enum Outcome {
        /** No answer, or only the acknowledgement. */
        NONE,
        ALLOWED,
        DENIED,
        REJECTED
    }

    /** The number of the event in its stream. */
    public long seq() {
        return event.seq();
    }
}
