package lingdian.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.testing.JavaCommand;
import org.junit.jupiter.api.Test;

/** Each jar's bill of materials (CycloneDX) lists every library that the jar contains, with its version. */
class SbomIT {
    private static final Path JAR = Path.of("target", "lingdian.jar");
    private static final String PROGRAM = "META-INF/sbom/lingdian.cdx.json";
    private static final String AGENT = "META-INF/sbom/lingdian-agent.cdx.json";
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
            assertThat(listed(jar, PROGRAM)).containsAll(contained);
        }
    }

    /** Of the program's libraries, those of which the agent's jar has a class: most are there in part only. */
    @Test
    void theAgentsListNamesTheLibrariesInItsJarAndNoOther() throws Exception {
        assumeTrue(JavaCommand.agentJar().isPresent(), "mvn package makes lingdian-agent.jar");
        try (var program = new JarFile(JAR.toFile());
                var agent = new JarFile(JavaCommand.agentJar().orElseThrow().toFile())) {
            assertThat(program.getEntry(AGENT)).isNull();
            assertThat(agent.getEntry(PROGRAM)).isNull();
            Set<String> classes = classes(agent);
            var contained = new TreeSet<String>();
            for (String library : listed(program, PROGRAM)) {
                Optional<Path> file = onClassPath(library);
                if (file.isPresent() && !Collections.disjoint(classes, classes(file.get()))) {
                    contained.add(library);
                }
            }

            assertThat(contained).hasSizeGreaterThan(20);
            assertThat(listed(agent, AGENT)).containsExactlyInAnyOrderElementsOf(contained);
        }
    }

    private static Set<String> classes(Path jar) throws IOException {
        try (var opened = new JarFile(jar.toFile())) {
            return classes(opened);
        }
    }

    private static Set<String> classes(JarFile jar) {
        return jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.matches("(?!META-INF/).*[^/]\\.class") && !name.endsWith("module-info.class"))
                .collect(Collectors.toSet());
    }

    /** By the place that Maven gives a library: group, artifact, version. */
    private static Optional<Path> onClassPath(String library) {
        String[] name = library.split(":");
        Path place = Path.of(name[0].replace('.', '/'), name[1], name[2]);
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(file ->
                        file.toString().endsWith(".jar") && file.getParent().endsWith(place))
                .findFirst();
    }

    private static Set<String> listed(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
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
