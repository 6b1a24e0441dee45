package lingdian.supply;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** No library of the program has a known hole, by the build's SBOM and the list that comes with the sources. */
class KnownHolesIT {
    private static final Logger LOG = LoggerFactory.getLogger(KnownHolesIT.class);
    private static final Path SBOM = Path.of("target/classes/META-INF/sbom/lingdian.cdx.json");

    @Test
    void noLibraryHasAKnownHole() throws Exception {
        if (System.getenv("CI") == null) {
            Assumptions.assumeTrue(Files.exists(SBOM), "skipped: mvn package writes the SBOM");
        }
        List<Library> libraries = Library.of(new JsonObject(Files.readString(SBOM)));
        assertThat(libraries).hasSizeGreaterThan(20);
        KnownHoles holes = KnownHoles.read();
        LOG.info(
                "{} libraries, {} known holes as of {}",
                libraries.size(),
                holes.holes().size(),
                holes.asOf());

        KnownHoles.Findings findings = holes.of(libraries);
        assertThat(findings.open()).isEmpty();
        assertThat(findings.needless()).isEmpty();
    }
}
