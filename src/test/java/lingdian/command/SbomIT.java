package lingdian.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The jar's bill of materials (CycloneDX) lists every library that the jar contains, with its version. */
class SbomIT {
    private static final Path JAR = Path.of("target", "lingdian.jar");
    /**
     * The project itself, and libraries that netty-common contains under another package name, which no tool detects.
     */
    private static final Set<String> NOT_LISTED =
            Set.of("lingdian:lingdian", "org.jctools:jctools-core", "org.jctools:jctools-core-jdk11");

    @Test
    void everyLibraryInTheJarIsInItsList() throws Exception {
        assumeTrue(Files.exists(JAR), "no jar to look into: mvn package makes it");
        try (var jar = new JarFile(JAR.toFile())) {
            Set<String> contained = jar.stream()
                    .filter(entry -> entry.getName().matches("META-INF/maven/.*/pom\\.properties"))
                    .map(entry -> library(jar, entry))
                    .filter(library -> NOT_LISTED.stream().noneMatch(name -> library.startsWith(name + ":")))
                    .collect(Collectors.toSet());

            assertThat(contained).hasSizeGreaterThan(20);
            assertThat(listed(jar)).containsAll(contained);
        }
    }

    private static Set<String> listed(JarFile jar) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry("META-INF/sbom/lingdian.cdx.json"))) {
            var list = new JsonObject(new String(in.readAllBytes(), UTF_8));
            assertThat(list.getString("bomFormat")).isEqualTo("CycloneDX");
            return list.getJsonArray("components").stream()
                    .map(JsonObject.class::cast)
                    .map(library -> library.getString("group") + ":" + library.getString("name") + ":"
                            + library.getString("version"))
                    .collect(Collectors.toSet());
        }
    }

    private static String library(JarFile jar, JarEntry entry) {
        var properties = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("groupId") + ":" + properties.getProperty("artifactId") + ":"
                + properties.getProperty("version");
    }
}
