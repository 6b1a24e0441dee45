package lingdian.agent.spool;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The chain hashes that the service acknowledged events with (handbook, agent.md): what the café, or a court, can hold
 * against the service's journal.
 */
public interface Proofs {
    /**
     * One acknowledgement.
     *
     * @param seq every event of the stream up to it was called safe
     * @param chain the chain hash there, hexadecimal
     * @param acknowledgedAt when it was received, by the service's clock as its last welcome told it
     */
    record Proof(UUID stream, long seq, String chain, Instant acknowledgedAt) {}

    /**
     * Reads all that are kept, oldest first, streams that were set aside included; holds one at a time in memory. Blocking.
     *
     * @throws java.io.UncheckedIOException where they cannot be read
     */
    void forEach(Consumer<Proof> consumer);
}
