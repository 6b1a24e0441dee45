package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

class ProgramTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aCommandIsNeeded() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("lingdian: no command given");
    }

    @Test
    void anUnknownCommandIsRefusedInOneLine() {
        assertThat(run("zzz")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("lingdian: unknown command zzz: use one of serve, demo, replay, agent,"
                        + " simulate, backtest, report, verify, draw, conformance, keys, admin");
    }

    @Test
    void aMistypedWordIsAnsweredWithTheRightOne() {
        assertThat(run("server")).isEqualTo(2);
        assertThat(run("serve", "--prot", "8087")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lingdian: unknown command server; did you mean serve or verify?",
                        "lingdian: unknown option --prot; did you mean --port?");
    }

    @Test
    void onlyTheServiceMakesADatabase(@TempDir Path directory) {
        String typo = directory.resolve("typo").toString();

        assertThat(run("verify", "--embedded", typo)).isEqualTo(2);
        assertThat(run("backtest", "--embedded", typo)).isEqualTo(2);

        assertThat(err.toString().lines()).containsOnly("lingdian: " + typo + ": no lingdian data here");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void allWrongFilesOfTheConfigurationAreNamedBeforeAnythingStarts(@TempDir Path directory) throws IOException {
        List<String> files = List.of(
                "lingdian.yaml", "rules.yaml", "regions.csv", "document-types.csv", "casework.yaml", "returns.yaml");
        for (String file : files) {
            Files.writeString(directory.resolve(file), "wrong: wrong\n");
        }
        Path database = directory.resolve("database");

        assertThat(run("serve", "--config", directory.toString(), "--embedded", database.toString()))
                .isEqualTo(2);

        assertThat(err.toString().lines()).allMatch(line -> line.startsWith("lingdian: "));
        for (String file : files) {
            assertThat(err.toString()).contains("lingdian: " + directory.resolve(file));
        }
        assertThat(database).doesNotExist();
    }

    @Test
    void aFileThatCannotBeReadOrWrittenIsToldAtOnce(@TempDir Path directory) {
        String nowhere = directory.resolve("nowhere").resolve("file").toString();
        String server = "--server=http://127.0.0.1:1";

        assertThat(run("verify", "--database=postgresql://u@127.0.0.1:1/d", "--proofs=" + nowhere))
                .isEqualTo(2);
        assertThat(run("backtest", "--database=postgresql://u@127.0.0.1:1/d", "--csv=" + nowhere, "--html=" + nowhere))
                .isEqualTo(2);
        assertThat(run("backtest", "--database=postgresql://u@127.0.0.1:1/d", "--export=" + nowhere))
                .isEqualTo(2);
        assertThat(run("report", UUID.randomUUID().toString(), server, "--token=T", "--docx=" + nowhere))
                .isEqualTo(2);
        assertThat(run("conformance", server, "--agent-key=K", "--junit=" + nowhere))
                .isEqualTo(2);
        assertThat(run("admin", "returns", "2026-11", server, "--token=T", "--xlsx=" + nowhere))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lingdian: --proofs cannot be read: " + nowhere,
                        "lingdian: --csv cannot be written: " + nowhere,
                        "lingdian: --html cannot be written: " + nowhere,
                        "lingdian: --export cannot be written: " + nowhere,
                        "lingdian: --docx cannot be written: " + nowhere,
                        "lingdian: --junit cannot be written: " + nowhere,
                        "lingdian: " + nowhere + " cannot be written");
    }

    /** The help describes every option in whole sentences, and gives the program's version. */
    @Test
    void everyCommandHasHelp() {
        for (CommandLine command : all(Program.commandLine())) {
            CommandSpec spec = command.getCommandSpec();
            assertThat(String.join(" ", spec.usageMessage().description()))
                    .as(spec.qualifiedName())
                    .endsWith(".");
            assertThat(spec.options())
                    .extracting(option -> option.longestName())
                    .contains("--help", "--version");
            for (ArgSpec argument : spec.args()) {
                assertThat(String.join(" ", argument.description()))
                        .as(spec.qualifiedName() + " " + argument.paramLabel())
                        .matches("[A-Z0-9].*[.]");
            }
            assertThat(spec.version()).singleElement().asString().startsWith("lingdian ");
        }
    }

    private static List<CommandLine> all(CommandLine command) {
        return Stream.concat(
                        Stream.of(command),
                        command.getSubcommands().values().stream().flatMap(subcommand -> all(subcommand).stream()))
                .toList();
    }

    @Test
    void everyMistakeOfSimulateHasOneLine() {
        assertThat(run("simulate", "--admin-token=T", "--cafes=0", "--speed=0.5", "--from=yesterday"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lingdian: --server is missing: the URL of the service, for example http://127.0.0.1:8080",
                        "lingdian: --cafes must be a number from 1 to 10000",
                        "lingdian: --speed must be a number from 1 to 3600",
                        "lingdian: --truth is missing: the file to write what truly happened to",
                        "lingdian: --from must be a date, for example 2026-06-12");
    }

    @Test
    void everyMistakeOfDemoHasOneLine() {
        assertThat(run("demo", "--speed=0.5", "--port=-1")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lingdian: --speed must be a number from 1 to 3600",
                        "lingdian: --port must be a number from 0 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--database=postgresql://u@127.0.0.1/l", "--embedded=no-such-directory", "--export=h"})
    void aHistoryIsBacktestedWithoutADatabase(String option) {
        assertThat(run("backtest", "pom.xml", option)).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("lingdian: HISTORY excludes --database, --embedded and --export");
    }

    @Test
    void everyMistakeOfItsScoreHasOneLine() {
        assertThat(run("simulate", "score", "--truth=no-such-file", "--token=T"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lingdian: --server is missing: the URL of the service, for example http://127.0.0.1:8080",
                        "lingdian: cannot read no-such-file");
    }

    @Test
    void theWordHelpDoesWhatTheOptionDoes() {
        assertThat(run("--help")).isZero();
        String help = out.toString();
        assertThat(run(HelpWord.asOption("help"))).isZero();
        assertThat(out.toString()).isEqualTo(help + help);

        assertThat(run(HelpWord.asOption("help", "verify"))).isZero();
        assertThat(out.toString()).contains("Usage: lingdian verify");
        assertThat(HelpWord.asOption("verify", "help")).containsExactly("verify", "help");
    }

    /** People copy it. */
    @Test
    void theCommandInTheHelpOfTheAgentIsOneLine() {
        assertThat(run("agent", "--help")).isZero();
        assertThat(out.toString().lines())
                .contains("java -Xmx64m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -jar lingdian-agent.jar agent …");
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
