package lingdian.agent.spool;

import java.time.Instant;
import lingdian.domain.event.AgentEvent;

/**
 * An event without its number, which it gets only when it is written: a number that was given out and then not recorded
 * would be a gap that the service refuses.
 */
@FunctionalInterface
public interface EventDraft {
    /**
     * The event itself.
     *
     * @param seq its number in the stream
     * @param at the clock when it was handed over; a draft that knows better may keep its own
     */
    AgentEvent.WellFormed numbered(long seq, Instant at);
}
