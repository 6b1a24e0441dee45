package lingdian.command;

import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lingdian.agent.spool.Proofs;
import lingdian.agent.spool.StoredProofs;
import lingdian.domain.ChinaTime;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agent proofs}: the chain hash of every acknowledgement (handbook, agent.md). */
@Command(
        name = "proofs",
        description =
                "Print the chain hash of every acknowledgement, one JSON object a line, oldest first. The café can compare"
                        + " them with the service's journal by verify --proofs. Works whether or not the agent is running.",
        mixinStandardHelpOptions = true)
final class ProofsCommand implements Callable<Integer> {
    @Option(names = "--directory", paramLabel = "DIR", description = "The directory of the café's own records.")
    private @Nullable Path directory;

    @Override
    public Integer call() {
        Path records = directory;
        if (records == null) {
            throw new InvalidConfiguration(List.of("--directory is missing: the directory of the café's own records"));
        }
        if (!Files.isDirectory(records)) {
            throw new InvalidConfiguration(List.of("--directory: no such directory: " + records));
        }
        var out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)));
        StoredProofs.in(records).forEach(proof -> out.println(line(proof)));
        out.flush();
        return 0;
    }

    private static String line(Proofs.Proof proof) {
        return new JsonObject()
                .put("stream", proof.stream().toString())
                .put("seq", proof.seq())
                .put("chain", proof.chain())
                .put("acknowledgedAt", Rfc3339.format(proof.acknowledgedAt(), ChinaTime.ZONE))
                .encode();
    }
}
