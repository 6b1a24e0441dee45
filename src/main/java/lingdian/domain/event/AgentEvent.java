package lingdian.domain.event;

import java.time.Instant;
import java.util.List;
import lingdian.domain.document.Document;
import org.jspecify.annotations.Nullable;

/**
 * One numbered event of a café's stream, as decoded from the wire (handbook, protocol-messages.md#events).
 *
 * <p>Sealed, so that the judge and the journal handle every kind and the compiler says when one is forgotten. {@code at}
 * is the agent's clock, in whole microseconds; the effective time is made from it by the judge.
 */
public sealed interface AgentEvent {
    /** The number in the stream, 1 to 2^53−1. */
    long seq();

    /** An event that has the structure of its type. */
    sealed interface WellFormed extends AgentEvent {
        Instant at();
    }

    record Login(long seq, Instant at, String session, String terminal, Document document, boolean admitted)
            implements WellFormed {}

    record Logout(long seq, Instant at, String session, LogoutReason reason) implements WellFormed {}

    /** {@code inUse}: distinct terminal ids in ascending order, at most 10,000. */
    record Heartbeat(long seq, Instant at, List<String> inUse) implements WellFormed {}

    record Opened(long seq, Instant at) implements WellFormed {}

    record Closed(long seq, Instant at) implements WellFormed {}

    record Patrol(long seq, Instant at, @Nullable String officer) implements WellFormed {
        @Override
        public String toString() {
            return "Patrol[seq=" + seq + "]"; // an officer is somebody
        }
    }

    /**
     * An event whose structure or type is not known ({@code invalid-event}).
     *
     * @param path JSON pointer to what is wrong, empty for the event itself; field names of the contract only, never a
     *     name or value that the sender chose
     * @param message what was expected there, never a value
     */
    record Invalid(long seq, String path, String message) implements AgentEvent {}
}
