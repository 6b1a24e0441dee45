package lingdian.command;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts a command, with a program in the place of Java that prints its arguments. */
class LauncherTest {
    private static final Path SCRIPT = Path.of("src/main/sh/lingdian").toAbsolutePath();

    @TempDir
    private Path home;

    private Path jar;

    @BeforeEach
    void aJava() throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho \"$*\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        jar = Files.createFile(home.resolve("lingdian.jar"));
    }

    private String plain() {
        return "--enable-native-access=ALL-UNNAMED -jar " + jar + " backtest a b.ndjson";
    }

    @Test
    void itUsesAnArchiveThatOnlyItsUserCanWrite() throws Exception {
        Path cache = home.resolve(".cache/lingdian");

        assertThat(run())
                .containsExactly("-XX:+AutoCreateSharedArchive -XX:SharedArchiveFile=" + cache.resolve("backtest.jsa")
                        + " -Xlog:cds*=off " + plain());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");
    }

    /** Java would neither use it nor replace it. */
    @Test
    void anArchiveOfAnOlderJarIsRemoved() throws Exception {
        Path archive = Files.createDirectories(home.resolve(".cache/lingdian")).resolve("backtest.jsa");
        Files.setLastModifiedTime(Files.writeString(archive, "of the jar before"), FileTime.fromMillis(0));

        run();

        assertThat(archive).doesNotExist();
        Files.setLastModifiedTime(
                Files.writeString(archive, "of this jar"),
                FileTime.from(Instant.now().plusSeconds(60)));
        run();
        assertThat(archive).exists();
    }

    /** An archive that others can write would run their code. */
    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-"})
    void aDirectoryThatOthersCanWriteIsNotUsed(String permissions) throws Exception {
        Path cache = Files.createDirectories(home.resolve(".cache/lingdian"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString(permissions));

        itStartsWithout();
    }

    @Test
    void anArchiveThatOthersCanWriteIsNotUsed() throws Exception {
        Path archive = Files.createDirectories(home.resolve(".cache/lingdian")).resolve("backtest.jsa");
        Files.writeString(archive, "");
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-rw-rw-"));

        itStartsWithout();
    }

    @Test
    void withoutAPlaceForItTheCommandStartsAllTheSame() throws Exception {
        Files.writeString(home.resolve(".cache"), "no directory");

        itStartsWithout();
    }

    private void itStartsWithout() throws Exception {
        assertThat(run())
                .hasSize(2)
                .contains(plain())
                .anyMatch(line -> line.startsWith("lingdian: starts without an archive of classes"));
    }

    private List<String> run() throws Exception {
        var builder = new ProcessBuilder("/bin/sh", SCRIPT.toString(), "backtest", "a b.ndjson");
        Map<String, String> environment = builder.environment();
        environment.remove("XDG_CACHE_HOME");
        environment.put("HOME", home.toString());
        environment.put("JAVA_HOME", home.toString());
        environment.put("LINGDIAN_JAR", jar.toString());
        Process process = builder.redirectErrorStream(true).start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return said;
    }
}
