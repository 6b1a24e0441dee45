package lingdian.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The build wrote the sums of the packages and the list of components. */
class ReleaseSumsIT {
    private static final Path TARGET = Path.of("target");
    private static final Path SUMS = TARGET.resolve("lingdian.sha256");

    @Test
    void theSumsAreThoseOfThePackagesAndTheListOfComponents() throws Exception {
        if (System.getenv("CI") == null) {
            assumeTrue(Files.exists(SUMS), "skipped: mvn package writes the sums");
        }
        List<String> sums = Files.readAllLines(SUMS);
        assertThat(sums)
                .extracting(line -> line.substring(66))
                .containsExactly(
                        "lingdian.jar",
                        "lingdian-agent.jar",
                        "lingdian-agent-windows.zip",
                        "lingdian-agent.deb",
                        "lingdian.cdx.json");
        for (String line : sums) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] sum = digest.digest(Files.readAllBytes(TARGET.resolve(line.substring(66))));
            assertThat(line).startsWith(HexFormat.of().formatHex(sum) + "  ");
        }
    }
}
