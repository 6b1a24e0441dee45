package lingdian.agent.spool;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The chain hashes of the service's acknowledgements (handbook, agent.md): the café, or a court, can compare them with
 * the service's journal.
 */
public interface Proofs {
    /**
     * One acknowledgement.
     *
     * @param seq every event of the stream up to this one was acknowledged
     * @param chain the chain hash at that event, hexadecimal
     * @param acknowledgedAt when it was received, by the service's clock as stated in its last welcome
     */
    record Proof(UUID stream, long seq, String chain, Instant acknowledgedAt) {}

    /**
     * Reads all stored proofs, oldest first, including those of set-aside streams; holds one at a time in memory.
     * Blocking.
     *
     * @throws java.io.UncheckedIOException if they cannot be read
     */
    void forEach(Consumer<Proof> consumer);
}
