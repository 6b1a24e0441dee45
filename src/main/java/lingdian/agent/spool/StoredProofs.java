package lingdian.agent.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The proofs in a café's directory, for a program that only reads: it takes no lock, needs no key and changes nothing,
 * so it may run beside the agent.
 */
public final class StoredProofs {
    private StoredProofs() {}

    /** All proofs in an agent's directory. */
    public static Proofs in(Path root) {
        return consumer -> {
            try {
                for (Path earlier : SetAsideStreams.directories(root)) {
                    SetAsideStreams.proofs(earlier, consumer);
                }
                Path current = root.resolve(SpoolDirectory.CURRENT);
                Optional<UUID> stream =
                        Files.isDirectory(current) ? SetAsideStreams.streamIn(current) : Optional.empty();
                if (stream.isPresent()) {
                    SetAsideStreams.proofs(current, stream.get(), consumer);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        };
    }
}
