package lingdian.agent.spool;

import java.time.Instant;
import java.util.UUID;
import lingdian.domain.event.AgentEvent;

/**
 * One of the café's own records, as read back from disk.
 *
 * @param stream the stream that it was recorded in
 * @param recordedAt the agent's clock when it was written
 * @param acknowledged whether the service has called it safe, as far as this agent heard
 * @param outcome what the service said of it, as far as this agent heard
 */
public record StoredEvent(
        UUID stream, AgentEvent.WellFormed event, Instant recordedAt, boolean acknowledged, Outcome outcome) {
    /** What the service said of an event; enough to know after a restart who was let in. */
    public enum Outcome {
        /** Nothing, or no more than that it is safe. */
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
