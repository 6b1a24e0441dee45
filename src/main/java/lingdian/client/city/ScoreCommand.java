package lingdian.client.city;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code simulate score}: compares the truth of a simulated city with what the service found. */
@Command(
        name = "score",
        description = "Compares what truly happened in a simulated city with what the service found.",
        mixinStandardHelpOptions = true)
public final class ScoreCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
