package lingdian.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lingdian.testing.NeededProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's sums are checked by {@code sha256sum}, and their signature by OpenSSL, with the commands of the page. */
class ReleaseSumsTest {
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");
    private static final Path PROGRAM = Path.of("src/main/release/ReleaseSums.java");

    @TempDir
    private Path directory;

    @BeforeEach
    void writeWhatIsReleased() throws Exception {
        NeededProgram.ofPackage("openssl", OPENSSL);
        Files.writeString(directory.resolve("lingdian.jar"), "a jar");
        Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(directory.resolve("elsewhere/lingdian.cdx.json"), "{}");
    }

    @Test
    void theSumsAreThoseOfTheFilesBesideThem() throws Exception {
        assertThat(sums("")).isZero();
        assertThat(Files.readString(directory.resolve("lingdian.sha256")))
                .containsPattern("^[0-9a-f]{64}  lingdian.jar\n[0-9a-f]{64}  lingdian.cdx.json\n$");
        assertThat(run("sha256sum", "--check", "--strict", "lingdian.sha256")).isZero();
        Files.writeString(directory.resolve("lingdian.jar"), "another jar");
        assertThat(run("sha256sum", "--check", "--strict", "lingdian.sha256")).isNotZero();
        assertThat(directory.resolve("lingdian.sha256.sig")).doesNotExist();
    }

    @Test
    void theSignatureIsThatOfTheKeyOverTheSums() throws Exception {
        makeKey("signing");
        makeKey("another");
        assertThat(sums("signing.pem")).isZero();
        assertThat(verified("signing.pub")).isZero();
        assertThat(verified("another.pub")).isNotZero();
        Files.writeString(
                directory.resolve("lingdian.sha256"), Files.readString(directory.resolve("lingdian.sha256")) + " ");
        assertThat(verified("signing.pub")).isNotZero();
        assertThat(sums("")).isZero();
        assertThat(directory.resolve("lingdian.sha256.sig"))
                .as("of a build that was signed before")
                .doesNotExist();
    }

    @Test
    void aKeyThatIsNoneEndsTheBuild() throws Exception {
        Files.writeString(directory.resolve("none.pem"), "no key");
        assertThat(sums("none.pem")).isNotZero();
    }

    private void makeKey(String name) throws Exception {
        assertThat(run("openssl", "genpkey", "-algorithm", "ed25519", "-out", name + ".pem"))
                .isZero();
        assertThat(run("openssl", "pkey", "-in", name + ".pem", "-pubout", "-out", name + ".pub"))
                .isZero();
    }

    private int verified(String publicKey) throws Exception {
        return run(
                "openssl",
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                publicKey,
                "-rawin",
                "-in",
                "lingdian.sha256",
                "-sigfile",
                "lingdian.sha256.sig");
    }

    private int sums(String key) throws Exception {
        return run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlingdian.signingKey=" + key,
                PROGRAM.toAbsolutePath().toString(),
                "lingdian.sha256",
                "lingdian.jar",
                "elsewhere/lingdian.cdx.json");
    }

    /** Runs a program in the directory, and returns its exit status. */
    private int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assertThat(said).as("what it says is no secret").doesNotContain("PRIVATE");
        return status;
    }
}
