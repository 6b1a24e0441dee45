package lingdian.domain.event;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What an agent says of an office's message to its café (handbook, protocol-messages.md#receipt). It names no person.
 *
 * @param id of the message
 */
public record MessageReceipt(UUID id, State state) {
    /** How far the message came. */
    public enum State {
        DELIVERED("delivered"),
        READ("read");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }

        /** The word in the protocol and in the database. */
        public String wire() {
            return wire;
        }

        static Optional<State> find(String wire) {
            return Arrays.stream(values()).filter(one -> one.wire.equals(wire)).findFirst();
        }
    }
}
