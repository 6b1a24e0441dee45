package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.TemporaryFailure;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandErrorsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void eachMistakeOfTheCommandLineHasOneLine() {
        assertThat(run("open", "--port", "abc", "--nope")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lingdian: Invalid value for option '--port': 'abc' is not an int",
                        "lingdian: Missing required option: '--name=<name>'",
                        "lingdian: unknown option --nope");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void eachMistakeOfTheConfigurationHasOneLine() {
        assertThat(run("open", "--name", "broken")).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("lingdian: host: is missing", "lingdian: port: is missing");
    }

    /** Another status than that of a mistake, on which a supervisor does not start the program again. */
    @Test
    void whatMayBePossibleLaterHasOneLineAndAnotherStatus() {
        assertThat(run("open", "--name", "later")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("lingdian: the door is locked");
    }

    @Test
    void ourOwnBugShowsWhereItIs() {
        assertThat(run("open", "--name", "bug")).isEqualTo(1);
        assertThat(err.toString()).contains("IllegalStateException", "at lingdian.");
    }

    @Test
    void helpIsGivenThoughSomethingElseIsWrong() {
        assertThat(run("open", "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage:");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theRightCommandRuns() {
        assertThat(run("open", "--name", "door")).isZero();
    }

    private int run(String... arguments) {
        return CommandErrors.reportedBy(new CommandLine(new Program()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Command(name = "program", subcommands = Open.class)
    static final class Program {}

    @Command(name = "open", mixinStandardHelpOptions = true)
    static final class Open implements Runnable {
        @Option(names = "--name", required = true)
        private String name;

        @Option(names = "--port")
        private int port;

        @Override
        public void run() {
            if (name.equals("broken")) {
                throw new InvalidConfiguration(List.of("host: is missing", "port: is missing"));
            }
            if (name.equals("later")) {
                throw new TemporaryFailure("the door is locked", new IllegalStateException());
            }
            if (name.equals("bug")) {
                throw new IllegalStateException("a bug, port " + port);
            }
        }
    }
}
