package lingdian.domain.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent's first message (handbook, protocol-messages.md#hello).
 *
 * @param lastSeq the last number in the agent's own records, 0 for none
 * @param agent name and version of the agent's program
 * @param at the agent's clock
 * @param terminals how many terminals the café has installed
 */
public record Hello(
        UUID stream,
        long lastSeq,
        @Nullable String agent,
        Instant at,
        @Nullable Integer terminals) {}
