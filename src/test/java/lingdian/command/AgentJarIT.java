package lingdian.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lingdian.testing.JavaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is in the jar that a café installs. That it works is shown by {@code AgentCommandIT}, whose agents run from it:
 * among them one café's evening of 300 guests in a heap of 64 MB.
 */
class AgentJarIT {
    private static final long BYTES_MAX = 15_000_000;
    /** The service, its database and its pages. */
    private static final Pattern OF_THE_SERVICE = Pattern.compile(
            "lingdian/(access|api|conformance|console|feed|intake|law|migration|node|office|record|simulation)/.*"
                    + "|lingdian/vault/(registry|rekeying)/.*"
                    + "|lingdian/config/.*\\.yaml"
                    + "|(org/(postgresql|flywaydb|apache)|io/(zonky|micrometer)|com/ongres|gg/jte)/.*"
                    + "|io/vertx/(pgclient|sqlclient)/.*|META-INF/resources/.*|.*\\.txz");

    private Path jar;

    @BeforeEach
    void isBuilt() {
        assumeTrue(JavaCommand.agentJar().isPresent(), "mvn package makes lingdian-agent.jar");
        jar = JavaCommand.agentJar().orElseThrow();
    }

    @Test
    void itIsSmallAndHoldsNothingOfTheService() throws Exception {
        assertThat(Files.size(jar)).isLessThanOrEqualTo(BYTES_MAX);
        try (var zip = new ZipFile(jar.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .contains(
                            "lingdian/Main.class",
                            "lingdian/command/AgentProgram.class",
                            "lingdian/config/regions.csv",
                            "lingdian/config/document-types.csv")
                    .doesNotContain("lingdian/command/Program.class")
                    .noneMatch(name -> OF_THE_SERVICE.matcher(name).matches());
        }
    }

    @Test
    void itsOnlyCommandIsTheAgent() throws Exception {
        assertThat(run("--version")).containsExactly("0", "lingdian 0.1.0-SNAPSHOT");
        assertThat(run("serve")).containsExactly("2", "lingdian: unknown command serve: use one of agent");
        assertThat(run("agent", "--help")).contains("0").anyMatch(line -> line.contains("--directory"));
    }

    @Test
    void windowsAndDebianGetItWithWhatStartsIt() throws Exception {
        Path windows = jar.resolveSibling("lingdian-agent-windows.zip");
        Path debian = jar.resolveSibling("lingdian-agent.deb");
        assumeTrue(Files.exists(windows) && Files.exists(debian), "mvn package makes both");
        try (var zip = new ZipFile(windows.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder(
                            "lingdian-agent/lingdian-agent.jar",
                            "lingdian-agent/install.cmd",
                            "lingdian-agent/uninstall.cmd",
                            "lingdian-agent/logback.xml",
                            "lingdian-agent/安装说明.txt");
        }
        try (var archive = Files.newInputStream(debian)) {
            assertThat(archive.readNBytes(7)).isEqualTo("!<arch>".getBytes(UTF_8));
        }
    }

    /** Its exit status, then the lines that it prints. */
    private List<String> run(String... arguments) throws Exception {
        List<String> command = JavaCommand.agent(List.of("-Xmx64m"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).isTrue();
        var all = new ArrayList<String>();
        all.add(Integer.toString(process.exitValue()));
        all.addAll(said);
        return all;
    }
}
