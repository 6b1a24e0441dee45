package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

/**
 * A script that runs again whenever it changes ({@code R__*.sql}) changes only together with a new version, because an
 * earlier program recognises a later schema by its versions and then refuses to start ({@link Migrations}). If the
 * script changed alone, a restarted node of an earlier release would replace the later script by its own.
 *
 * <p>{@code repeated-migrations.txt} has a line for each change: the version that came with it, the script, its SHA-256.
 */
class RepeatedMigrationsTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/lingdian/migration");
    private static final Path CHANGES = Path.of("src/test/resources/lingdian/repeated-migrations.txt");

    private record Change(MigrationVersion version, String script, String sha256) {}

    @Test
    void eachChangedScriptBroughtAVersion() throws Exception {
        var last = new HashMap<String, Change>();
        Set<MigrationVersion> versions = versions();
        for (Change change : changes()) {
            Change before = last.put(change.script(), change);
            assertThat(versions).as("the version of %s", change).contains(change.version());
            if (before != null) {
                assertThat(change.version())
                        .as("the version of %s, later than that of %s", change, before)
                        .isGreaterThan(before.version());
            }
        }
        Map<String, String> written = last.values().stream().collect(Collectors.toMap(Change::script, Change::sha256));
        assertThat(written)
                .as("scripts as last recorded in %s: a change needs a new version and a line there", CHANGES)
                .isEqualTo(scripts());
    }

    private static List<Change> changes() throws IOException {
        var changes = new ArrayList<Change>();
        for (String line : Files.readAllLines(CHANGES)) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" ");
                changes.add(new Change(MigrationVersion.fromVersion(words[0]), words[1], words[2]));
            }
        }
        return changes;
    }

    private static Map<String, String> scripts() throws Exception {
        var scripts = new HashMap<String, String>();
        for (String name : names("R__")) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(MIGRATIONS.resolve(name)));
            scripts.put(name, HexFormat.of().formatHex(hash));
        }
        return scripts;
    }

    private static Set<MigrationVersion> versions() throws IOException {
        return names("V").stream()
                .map(name -> MigrationVersion.fromVersion(
                        name.substring(1, name.indexOf("__")).replace('_', '.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> names(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".sql"))
                    .toList();
        }
    }
}
