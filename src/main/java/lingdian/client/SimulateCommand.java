package lingdian.client;

import java.util.concurrent.Callable;
import lingdian.client.city.ScoreCommand;
import lingdian.client.load.LoadCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code simulate}: plays a city of cafés whose truth is known (SPEC.md, section 9).
 *
 * <p>What else can be done with such a city are commands below it, so that {@code simulate} alone stays the short word for
 * playing one.
 */
@Command(
        name = "simulate",
        description = "Plays a made-up city on real agent connections, and writes down what truly happened in it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {ScoreCommand.class, LoadCommand.class})
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), "not there yet");
    }
}
