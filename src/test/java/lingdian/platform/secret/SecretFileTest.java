package lingdian.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretFileTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "rw-------, true, true",
        "r--------, true, true",
        "rwx------, true, true",
        "r--r-----, false, true", // a secret of Kubernetes or Docker, mounted with mode 0440
        "rw-r-----, false, true",
        "rw-rw----, false, false",
        "r--r--r--, false, false",
        "rw-r--r--, false, false",
        "rw-----w-, false, false",
        "rw------x, false, false",
    })
    void aSecretIsItsOwnersAloneOrRootsAndAGroups(String mode, boolean closed, boolean closedByRoot) {
        var permissions = PosixFilePermissions.fromString(mode);

        assertThat(PosixProtection.isClosed(permissions, false)).isEqualTo(closed);
        assertThat(PosixProtection.isClosed(permissions, true)).isEqualTo(closedByRoot);
    }

    @Test
    void theFaultTellsHowToMendIt() throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "s");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(SecretFile.fault(file))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .contains("(rw-r--r--)", "0600", "0440")
                        .doesNotContain("\n"));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(SecretFile.fault(file)).isEmpty();
        assertThat(SecretFile.fault(Files.createSymbolicLink(directory.resolve("link"), file)))
                .as("a link to it")
                .isEmpty();
    }
}
