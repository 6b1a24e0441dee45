package lingdian.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model names a test for everything that it claims, and each of these tests exists. */
class ThreatModelTest {
    private static final Path PAGE = Path.of("src/site/markdown/threat-model.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAMED =
            Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT|Properties))(?:#([A-Za-z0-9]+))?`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|.*\\|$");

    @Test
    void everyNamedTestExists() throws IOException {
        Map<String, String> sources = sources();
        var missing = new TreeSet<String>();
        Matcher named = NAMED.matcher(Files.readString(PAGE));
        int count = 0;
        for (; named.find(); count++) {
            String source = sources.getOrDefault(named.group(1), "");
            boolean exists = named.group(2) == null
                    ? !source.isEmpty()
                    : source.matches("(?s).*\\bvoid " + named.group(2) + "\\(.*");
            if (!exists) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(count).isGreaterThan(40);
    }

    @Test
    void everyRowNamesATest() throws IOException {
        assertThat(ROW.matcher(Files.readString(PAGE)).results().map(row -> row.group()))
                .filteredOn(row -> !row.matches("\\| (?:wants|finding|class|---) .*"))
                .allMatch(row -> NAMED.matcher(row).find());
    }

    @Test
    void everyFindingOfTheReviewHasARow() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(Stream.of(ids('H', 4), ids('M', 10), ids('L', 14)).flatMap(ids -> ids))
                .allMatch(id -> page.contains("\n| " + id + " | "));
    }

    private static Stream<String> ids(char rank, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(number -> rank + Integer.toString(number));
    }

    /** The text of every test, by the name of its class. */
    private static Map<String, String> sources() throws IOException {
        var sources = new HashMap<String, String>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
