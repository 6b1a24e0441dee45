package lingdian.domain.event;

import java.time.Instant;
import java.util.List;
import lingdian.domain.document.Credential;
import org.jspecify.annotations.Nullable;

/**
 * One numbered event of a café's stream, decoded from the protocol (handbook, protocol-messages.md#events).
 *
 * <p>Sealed, so that the compiler checks that the judge and the journal handle every kind. {@code at} is the agent's
 * clock, in whole microseconds; the judge derives the effective time from it.
 */
public sealed interface AgentEvent {
    /** The number in the stream, 1 to 2^53−1. */
    long seq();

    /** An event with the structure of its type. */
    sealed interface WellFormed extends AgentEvent {
        Instant at();
    }

    record Login(long seq, Instant at, String session, String terminal, Credential document, boolean admitted)
            implements WellFormed {}

    record Logout(long seq, Instant at, String session, LogoutReason reason) implements WellFormed {}

    /**
     * Terminal ids are distinct and in ascending order, at most {@link #TERMINALS_MAX} in each list.
     *
     * @param powered those that are on; null where the agent does not say
     * @param witnessed those whose state the seat itself reported; null where the agent does not say
     */
    record Heartbeat(
            long seq,
            Instant at,
            List<String> inUse,
            @Nullable List<String> powered,
            @Nullable List<String> witnessed) implements WellFormed {
        /** No café has more terminals, so wherever a café's terminals are counted, counting stops there. */
        public static final int TERMINALS_MAX = 10_000;

        /** A heartbeat that says only what is in use. */
        public Heartbeat(long seq, Instant at, List<String> inUse) {
            this(seq, at, inUse, null, null);
        }
    }

    record Opened(long seq, Instant at) implements WellFormed {}

    record Closed(long seq, Instant at) implements WellFormed {}

    record Patrol(long seq, Instant at, @Nullable String officer) implements WellFormed {
        @Override
        public String toString() {
            return "Patrol[seq=" + seq + "]"; // the officer is a person
        }
    }

    /**
     * An event of unknown structure or type ({@code invalid-event}).
     *
     * @param path JSON pointer to the error, empty for the event itself; made only of the contract's field names, never
     * of a name or value that the sender chose
     * @param message what was expected there, never a value
     */
    record Invalid(long seq, String path, String message) implements AgentEvent {}
}
