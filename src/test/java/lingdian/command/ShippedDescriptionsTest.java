package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The systemd unit and the Containerfile start the program with its present jar name and with arguments that it knows.
 * No other step of the build checks them.
 */
class ShippedDescriptionsTest {
    private static final Path UNIT = Path.of("src/main/systemd/lingdian.service");
    private static final Path CONTAINER = Path.of("src/main/container/Containerfile");
    private static final String JAR = "/usr/share/java/lingdian/lingdian.jar";
    /** StopIT checks that the program ends within this time after SIGTERM. */
    private static final int STOP_SECONDS_MAX = 10;

    @Test
    void theUnit() throws Exception {
        String unit = Files.readString(UNIT).replace("\\\n", " ");
        List<String> command = words(one(unit, "(?m)^ExecStart=(.*)$"));
        isKnown(command);
        archivesClassesIn(one(unit, "(?m)^StateDirectory=(.*)$"), command);
        assertThat(one(unit, "(?m)^ExecStartPre=(.*)$")).contains("! -newermc " + JAR + " -delete");
        assertThat(one(unit, "(?m)^StateDirectoryMode=(.*)$")).isEqualTo("0700");
        assertThat(Integer.parseInt(one(unit, "(?m)^TimeoutStopSec=(.*)$"))).isGreaterThan(STOP_SECONDS_MAX);
        assertThat(one(unit, "(?m)^RestartPreventExitStatus=(.*)$")).isEqualTo("2"); // CommandErrors: wrong arguments
        assertThat(one(unit, "(?m)^User=(.*)$")).isEqualTo("lingdian");
        assertThat(unit).doesNotContainPattern("(?m)^KillSignal=");
    }

    @Test
    void theAgentsUnit() throws Exception {
        String unit = Files.readString(Path.of("src/main/systemd/lingdian-agent.service"))
                .replace("\\\n", " ");
        List<String> command = words(one(unit, "(?m)^ExecStart=(.*)$"));
        int jar = command.indexOf("-jar");
        assertThat(command.get(jar + 1)).isEqualTo("/usr/share/java/lingdian/lingdian-agent.jar");
        AgentProgram.commandLine()
                .parseArgs(command.subList(jar + 2, command.size()).toArray(String[]::new));
        assertThat(command).contains("-Xmx64m", "-XX:-CreateCoredumpOnCrash");
        archivesClassesIn(one(unit, "(?m)^StateDirectory=(.*)$"), command);
        assertThat(one(unit, "(?m)^ExecStartPre=(.*)$")).contains("! -newermc " + command.get(jar + 1) + " -delete");
        assertThat(unit).containsPattern("(?m)^LimitCORE=0$").containsPattern("(?m)^RestartPreventExitStatus=2$");
    }

    /** A batch file with LF alone loses its labels, and one has no encoding that every Windows reads. */
    @ParameterizedTest
    @ValueSource(strings = {"install.cmd", "uninstall.cmd"})
    void theBatchFilesOfWindowsArePlain(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of("src/main/windows", name));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).matches("(?s)[\\x20-\\x7e\\r\\n]*").doesNotContainPattern("[^\\r]\\n");
        Matcher call =
                Pattern.compile("\"%JAVA%\" -jar \"[^\"]+\" (agent [^|\\r]*)").matcher(text);
        while (call.find()) {
            List<String> arguments = words(call.group(1).replaceAll("\"[^\"]*\"", "x"));
            AgentProgram.commandLine().parseArgs(arguments.toArray(String[]::new)); // throws if one is unknown
        }
    }

    /** Any user of a PC may have made the directory before, with a key and a configuration of theirs in it. */
    @Test
    void aDirectoryThatAnotherMadeOnWindowsIsNotUsed() throws Exception {
        String text = Files.readString(Path.of("src/main/windows/install.cmd"));
        String link = "fsutil reparsepoint query \"%DATA%\" >nul 2>&1 && goto foreign";
        String owner = "| findstr /r \"^O:BA.*D:P ^O:SY.*D:P\" >nul || goto foreign";
        String granted = "icacls \"%DATA%\" /inheritance:r /grant:r";
        String empty = "if defined FRESH dir /b /a \"%DATA%\" | findstr \"^\" >nul && goto foreign";
        assertThat(text)
                .containsSubsequence(
                        "if exist \"%DATA%\\\" goto exists",
                        link, owner, granted, empty, "if exist \"%DATA%\\agent-key\"", "agent enrol")
                .contains("--output \"%PROGRAM%\\task.xml\"")
                .doesNotContain("%DATA%\\task.xml");
    }

    @Test
    void theContainer() throws Exception {
        String container = Files.readString(CONTAINER).replace("\\\n", " ");
        String command = one(container, "(?m)^ENTRYPOINT \\[(.*)]$") + "," + one(container, "(?m)^CMD \\[(.*)]$");
        isKnown(words(command.replaceAll("[\",]+", " ")));
        archivesClassesIn("lingdian", words(command.replaceAll("[\",]+", " ")));
        assertThat(one(container, "(?m)^VOLUME (.*)$")).isEqualTo("/var/lib/lingdian");
        assertThat(container).contains("COPY target/lingdian.jar " + JAR);
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<finalName>lingdian</finalName>");
        assertThat(one(container, "(?m)^STOPSIGNAL (.*)$")).isEqualTo("SIGTERM");
        assertThat(one(container, "(?m)^USER (.*)$")).startsWith("10001");
    }

    /** A node has 23 connections by default, and more than two run beside each other. */
    @Test
    void theClusterKeepsConnectionsForTheService() throws Exception {
        String patroni = Files.readString(Path.of("src/main/cluster/patroni.yml"));
        int all = Integer.parseInt(one(patroni, "(?m)^ *max_connections: (\\d+)"));
        assertThat(Integer.parseInt(one(patroni, "(?m)^ *reserved_connections: (\\d+)")))
                .isBetween(4 * 23, all / 2);
    }

    /** Every program of a machine has the environment of its unit, and only Patroni's has these. */
    @Test
    void theClustersPasswordsAreInAFileOfPatroniAlone() throws Exception {
        assertThat(Files.readString(Path.of("src/main/cluster/machine.env"))).doesNotContain("PASSWORD");
        assertThat(Files.readString(Path.of("src/main/cluster/drop-in.conf"))).doesNotContain("passwords.env");
        assertThat(Files.readString(Path.of("src/main/cluster/passwords.env")).lines())
                .filteredOn(line -> line.contains("PASSWORD"))
                .hasSize(3)
                .allMatch(line -> line.matches("PATRONI_\\w+_PASSWORD="));
        assertThat(Files.readString(Path.of("src/site/markdown/cluster.md")))
                .contains("EnvironmentFile=/etc/lingdian/passwords.env")
                .contains("> /etc/systemd/system/patroni.service.d/passwords.conf");
    }

    /** A dump holds documents and keys: privacy.md. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:-CreateCoredumpOnCrash", "-XX:-HeapDumpOnOutOfMemoryError"})
    void aCrashLeavesNoDump(String option) throws Exception {
        assertThat(Files.readString(UNIT)).contains(option).containsPattern("(?m)^LimitCORE=0$");
        assertThat(Files.readString(CONTAINER)).contains('"' + option + '"');
    }

    /** A tag may name another image tomorrow. */
    @Test
    void theBaseImageIsNamedByADigestThatTheBuilderGives() throws Exception {
        List<String> container = Files.readAllLines(CONTAINER);
        assertThat(container)
                .filteredOn(line -> line.startsWith("FROM "))
                .allMatch(line -> line.endsWith("@${BASE_DIGEST}"));
        assertThat(container).filteredOn(line -> line.startsWith("ARG ")).containsExactly("ARG BASE_DIGEST");
    }

    /** Who can write the archive decides what code runs, so it is in the directory of the user who runs it. */
    private static void archivesClassesIn(String directory, List<String> command) {
        assertThat(command)
                .contains(
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=/var/lib/" + directory + "/classes.jsa",
                        "-Xlog:cds*=off"); // it would name each class that cannot be archived
    }

    private static void isKnown(List<String> command) {
        int jar = command.indexOf("-jar");
        assertThat(command.get(jar + 1)).isEqualTo(JAR);
        List<String> arguments = command.subList(jar + 2, command.size());
        assertThat(arguments).contains("serve");
        Program.commandLine().parseArgs(arguments.toArray(String[]::new)); // throws if one is unknown
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.trim().split("\\s+")).toList();
    }

    private static String one(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1).trim();
    }
}
