package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.domain.event.AgentEvent;
import org.jspecify.annotations.Nullable;

/** One action of a café's agent; the actions of a café are in the order in which it takes them. */
sealed interface Act {
    /** The café's index in its city. */
    int cafe();

    /** The true time of the action. */
    Instant at();

    /**
     * Sends an event.
     *
     * @param at when it is sent; the event itself states, by the agent's own clock, when it happened
     * @param stream which of the café's streams, from 0
     * @param behind how far the agent's clock is behind the true time
     * @param expected the reasons that the verdict must give, none if it must allow; null unless the event is a login
     *     that asks
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

    /**
     * The agent disconnects from the service: it is switched off, or its line is cut. The next event that is sent
     * reconnects it.
     */
    record Leave(int cafe, Instant at) implements Act {}
}
