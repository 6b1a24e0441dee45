package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProgramTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aCommandIsNeeded() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("lingdian: a command is missing");
    }

    @Test
    void anUnknownCommandIsRefusedInOneLine() {
        assertThat(run("no-such-command")).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("no-such-command");
    }

    @Test
    void everyCommandHasHelp() {
        for (String name : Program.commandLine().getSubcommands().keySet()) {
            assertThat(run(name, "--help")).as(name).isZero();
        }
    }

    @Test
    void everyMistakeOfSimulateHasOneLine() {
        assertThat(run("simulate", "--admin-token=T", "--cafes=0", "--speed=0.5", "--from=yesterday"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lingdian: --server is missing: the URL of the service, for example http://127.0.0.1:8080",
                        "lingdian: --cafes is no number of 1 to 10000",
                        "lingdian: --speed is no number of 1 to 3600",
                        "lingdian: --truth is missing: the file to write what truly happened to",
                        "lingdian: --from is no date, for example 2026-06-12");
    }

    @Test
    void everyMistakeOfItsScoreHasOneLine() {
        assertThat(run("simulate", "score", "--truth=no-such-file", "--token=T"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lingdian: --server is missing: the URL of the service, for example http://127.0.0.1:8080",
                        "lingdian: --truth cannot be read: no-such-file");
    }

    @Test
    void theVersionIsTold() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("lingdian ");
    }

    private int run(String... arguments) {
        CommandLine main = Program.commandLine();
        return main.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
