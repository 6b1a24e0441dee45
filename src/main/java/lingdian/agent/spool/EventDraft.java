package lingdian.agent.spool;

import java.time.Instant;
import lingdian.domain.event.AgentEvent;

/**
 * An event without its number. The number is assigned when the event is written: a number that was assigned but never
 * recorded would leave a gap, which the service refuses.
 */
@FunctionalInterface
public interface EventDraft {
    /**
     * The numbered event.
     *
     * @param seq its number in the stream
     * @param at the time at which it was handed over; a draft that knows a better time may keep its own
     */
    AgentEvent.WellFormed numbered(long seq, Instant at);
}
