package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.testing.JavaCommand;
import lingdian.testing.NeededProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the README and of the tutorial like a newcomer who copies one block after the other into a
 * shell.
 *
 * <p>All {@code sh} blocks form one script, which stops at the first command that fails. It starts in a directory that
 * contains only the packaged program. The ports are replaced by free ones. Blocks in other languages are examples.
 */
class ReadmeIT {
    private static final Path README = Path.of("README.md");
    private static final Path TUTORIAL = Path.of("src/site/markdown/tutorial.md");
    private static final Pattern FENCE = Pattern.compile("(?m)^```(\\w*)\\n(?s:(.*?))^```$");
    private static final Pattern PORT = Pattern.compile("\\b(8080|8090)\\b");
    private static final String SCRIPT = "sh";
    private static final Set<String> EXAMPLES = Set.of("console", "text", "json");
    private static final long MINUTES_MAX = 10;

    @TempDir
    private Path directory;

    private record Block(String language, String content, int line) {}

    @BeforeEach
    void needWhatTheReadmeNeeds() throws IOException {
        NeededProgram.ofPackage("curl", Path.of("/usr/bin/curl"));
        NeededProgram.ofPackage("jq", Path.of("/usr/bin/jq"));
        NeededProgram.ofPackage("openssl", Path.of("/usr/bin/openssl"));
        String program = System.getProperty("lingdian.program");
        assumeTrue(program != null, "skipped: there is no packaged program");
        Files.createDirectory(directory.resolve("target"));
        Files.createSymbolicLink(directory.resolve("target/lingdian.jar"), Path.of(program));
    }

    @Test
    void theReadmeRunsAsItStands() throws Exception {
        String said = run(README);

        assertThat(said)
                .contains("event: violation.opened", "event: violation.ended")
                .contains("/sign-in/invitation?token=")
                .contains("intact: violation ")
                .contains("entries of the access log fit their hash chain");
        assertThat(written()).containsOnly("target", "var");
    }

    @Test
    void theTutorialRunsAsItStands() throws Exception {
        run(TUTORIAL);

        assertThat(written()).containsOnly("target", "var");
    }

    /** These commands are not run: they build the program or run all tests, this one among them. */
    @Test
    void theCommandsOfMavenAreTheTwoThatTheBuildKnows() throws IOException {
        List<String> commands = blocks(README).stream()
                .filter(block -> block.language().equals("console"))
                .flatMap(block -> block.content().lines())
                .map(line -> line.replaceFirst("\\s+#.*", ""))
                .toList();

        assertThat(commands).containsExactly("mvn -Pdemo", "mvn verify");
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<id>demo</id>");
    }

    private String run(Path page) throws Exception {
        Path output = Files.createTempFile("readme", ".log");
        var builder = new ProcessBuilder("bash", "-eu", "-o", "pipefail", "-c", script(page))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LINGDIAN_"));
        builder.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, java) -> java + File.pathSeparator + path);
        builder.environment()
                .put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC " + JavaCommand.faster());
        Process shell = builder.start();
        List<ProcessHandle> started = new ArrayList<>();
        try {
            boolean ended = shell.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
            shell.descendants().forEach(started::add);
            String said = Files.readString(output);
            assertThat(ended)
                    .as("ended within %s minutes:\n%s", MINUTES_MAX, said)
                    .isTrue();
            assertThat(shell.exitValue()).as(said).isZero();
            return said;
        } finally {
            shell.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /**
     * The blocks of a page as one script. It prints the name of each block, and always stops its background processes.
     */
    private static String script(Path page) throws IOException {
        List<Block> blocks = blocks(page);
        assertThat(blocks)
                .map(Block::language)
                .allMatch(language -> language.equals(SCRIPT) || EXAMPLES.contains(language));
        var script = new StringBuilder("trap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n");
        blocks.stream()
                .filter(block -> block.language().equals(SCRIPT))
                .forEach(block -> script.append("echo '=== ")
                        .append(page)
                        .append(", line ")
                        .append(block.line())
                        .append("'\n")
                        .append(block.content()));
        return withFreePorts(script.toString());
    }

    private static List<Block> blocks(Path page) throws IOException {
        String text = Files.readString(page);
        List<Block> blocks = FENCE.matcher(text)
                .results()
                .map(match -> new Block(match.group(1), match.group(2), line(text, match)))
                .toList();
        assertThat(blocks).as("blocks of " + page).isNotEmpty();
        return blocks;
    }

    private static int line(String text, MatchResult match) {
        return (int) text.substring(0, match.start()).lines().count() + 1;
    }

    private static String withFreePorts(String script) throws IOException {
        try (var one = new ServerSocket(0);
                var other = new ServerSocket(0)) {
            return PORT.matcher(script)
                    .replaceAll(port -> Integer.toString((port.group().equals("8080") ? one : other).getLocalPort()));
        }
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
