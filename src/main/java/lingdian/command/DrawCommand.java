package lingdian.command;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lingdian.office.inspection.DrawCheck;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code draw}: repeats a published draw (handbook, enforcement.md#random-draws). */
@Command(
        name = "draw",
        description = "Check a published random draw: that its pool is the announced one, and that the seed gives its"
                + " result. Ends with 1 if something does not fit.",
        mixinStandardHelpOptions = true)
final class DrawCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The draw as the service answers it, as JSON.")
    private @Nullable Path file;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> wrong = check();
        wrong.forEach(out::println);
        if (wrong.isEmpty()) {
            out.println("the pool is the announced one, and the seed gives the result");
        }
        return wrong.isEmpty() ? 0 : 1;
    }

    private List<String> check() {
        Path draw = file;
        if (draw == null) {
            throw new InvalidConfiguration(List.of("FILE is missing: the draw as JSON"));
        }
        try {
            return DrawCheck.of(new JsonObject(Files.readString(draw)));
        } catch (IOException unreadable) {
            throw new InvalidConfiguration(List.of("FILE cannot be read: " + draw));
        } catch (RuntimeException other) {
            throw new InvalidConfiguration(List.of("FILE is not a draw: " + draw));
        }
    }
}
