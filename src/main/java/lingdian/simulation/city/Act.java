package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.domain.event.AgentEvent;
import org.jspecify.annotations.Nullable;

/** One thing that a café's agent does, in the order in which it does it. */
sealed interface Act {
    /** The café's index in its city. */
    int cafe();

    /** The true time at which it does it. */
    Instant at();

    /**
     * Sends an event.
     *
     * @param at when it is sent; the event itself says, by the agent's own clock, when it happened
     * @param stream which of the café's streams, from 0
     * @param behind how far the agent's clock is behind the true time
     * @param expected the reasons of the verdict that must come, none where the guest is to be let in; null for anything but
     *     a login that asks
     */
    record Send(
            int cafe,
            Instant at,
            int stream,
            AgentEvent.WellFormed event,
            Duration behind,
            @Nullable List<String> expected)
            implements Act {
        @Override
        public String toString() {
            return "Send[" + cafe + ", " + at + ", " + event.seq() + "]"; // an event may hold a document
        }
    }

    /** Is gone from the service: switched off, or its line is cut. The next event that is sent finds it back. */
    record Leave(int cafe, Instant at) implements Act {}
}
