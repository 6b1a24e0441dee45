package lingdian.domain.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of an agent's message (handbook, protocol-messages.md#from-the-agent). */
public sealed interface Decoded {
    record HelloMessage(Hello hello) implements Decoded {}

    /**
     * @param events at most 1,000, perhaps none
     * @param sent the agent's clock when it sent the message, if stated
     */
    record Events(List<ReceivedEvent> events, @Nullable Instant sent) implements Decoded {}

    record ReceiptMessage(MessageReceipt receipt) implements Decoded {}

    /**
     * Not one of the forms in the protocol pages: nothing of it is accepted, and the connection is closed with 4400.
     *
     * @param reason the place of the error and what was expected, never a value; short enough for a close frame
     */
    record Refused(String reason) implements Decoded, Line, Posted {}

    /** The content of one line of an NDJSON body: {@link OneEvent} or {@link Refused}. */
    sealed interface Line permits OneEvent, Refused {}

    record OneEvent(ReceivedEvent event) implements Line {}

    /** The content of a body of receipts: {@link Receipts} or {@link Refused}. */
    sealed interface Posted permits Receipts, Refused {}

    /** @param receipts at most 1,000 */
    record Receipts(List<MessageReceipt> receipts) implements Posted {}
}
