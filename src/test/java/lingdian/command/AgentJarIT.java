package lingdian.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lingdian.testing.JavaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is in the jar that a café installs. That it works is shown by {@code AgentCommandIT}, whose agents run from it:
 * among them one café's evening of 300 guests in a heap of 64 MB.
 */
class AgentJarIT {
    private static final long BYTES_MAX = 15_000_000;
    private static final String VERSION = "lingdian 0.1.0-SNAPSHOT";
    private static final String MANIFEST = "lingdian-agent-update.json";
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
        assertThat(run("--version")).containsExactly("0", VERSION);
        assertThat(run("serve")).containsExactly("2", "lingdian: unknown command serve: use one of agent");
        assertThat(run("agent", "--help")).contains("0").anyMatch(line -> line.contains("--directory"));
    }

    /** Handbook, agent.md#update: the jar itself is the new version, and its program fetches it. */
    @Test
    void aNewVersionOfAWebServerIsInstalledAndRuns(@TempDir Path cafe, @TempDir Path web) throws Exception {
        Path program = Files.writeString(cafe.resolve("lingdian-agent.jar"), "the old program");
        publish(cafe, web);
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), web, OutputLevel.NONE);
        server.start();
        String place = "http://127.0.0.1:" + server.getAddress().getPort();
        String[] update = {
            "agent", "update", "--directory", cafe.toString(), "--from", place, "--program", program.toString()
        };
        try {
            assertThat(run(with(update, "--check")))
                    .hasSize(3)
                    .startsWith("0", "version 9.0.0, " + Files.size(jar) + " bytes, SHA-256 " + sha256(jar));
            assertThat(run(with(update, "--apply", "9.0.1")))
                    .containsExactly("1", "lingdian: version 9.0.1 was confirmed, but there is 9.0.0");
            assertThat(program).hasContent("the old program");
            assertThat(run(with(update, "--apply", "9.0.0")))
                    .hasSize(3)
                    .startsWith("0")
                    .contains("now restart the agent");
        } finally {
            server.stop(0);
        }
        assertThat(run(with(update, "--check")))
                .containsExactly("1", "lingdian: " + place + "/" + MANIFEST + " cannot be read (ConnectException)");
        assertThat(cafe.resolve("lingdian-agent.jar.before")).hasContent("the old program");
        String java = JavaCommand.agent(List.of()).getFirst();
        assertThat(run(List.of(java, "-jar", program.toString(), "--version"))).containsExactly("0", VERSION);
    }

    /** As the maker of the agent does, with the jar as version 9.0.0; the café has the maker's key. */
    private void publish(Path cafe, Path web) throws Exception {
        KeyPair maker = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String key = Base64.getMimeEncoder().encodeToString(maker.getPublic().getEncoded());
        Files.writeString(
                cafe.resolve("update-key.pem"), "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");
        Files.copy(jar, web.resolve("lingdian-agent-9.0.0.jar"));
        byte[] manifest = new JsonObject()
                .put("program", "lingdian-agent")
                .put("version", "9.0.0")
                .put("file", "lingdian-agent-9.0.0.jar")
                .put("bytes", Files.size(jar))
                .put("sha256", sha256(jar))
                .toBuffer()
                .getBytes();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(maker.getPrivate());
        signature.update(manifest);
        Files.write(web.resolve(MANIFEST), manifest);
        Files.writeString(web.resolve(MANIFEST + ".sig"), Base64.getEncoder().encodeToString(signature.sign()));
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
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

    private static String[] with(String[] words, String... more) {
        return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
    }

    /** Its exit status, then the lines that it prints. */
    private static List<String> run(String... arguments) throws Exception {
        List<String> command = JavaCommand.agent(List.of("-Xmx64m"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static List<String> run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).isTrue();
        var all = new ArrayList<String>();
        all.add(Integer.toString(process.exitValue()));
        all.addAll(said);
        return all;
    }
}
