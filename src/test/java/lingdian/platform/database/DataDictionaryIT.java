package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * The data dictionary describes every column, and nothing else. For a new column, add it to a line of {@code
 * src/site/markdown/data-dictionary.md}, or add a line {@code | `table` | `column`, … | class | what | read by | kept |
 * basis |}.
 */
class DataDictionaryIT {
    private static final Path FILE = Path.of("src/site/markdown/data-dictionary.md");
    private static final Set<String> CLASSES = Set.of("public", "internal", "sensitive", "secret");
    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

    /** The columns of all tables. Partitions are left out, as they have their table's columns. */
    private static final String COLUMNS = """
            SELECT relname || '.' || attname
            FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
            WHERE relnamespace = 'lingdian'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
              AND attnum > 0 AND NOT attisdropped
            ORDER BY 1
            """;

    /** Names of columns that hold sealed data, or a secret. */
    private static final Pattern SECRET =
            Pattern.compile("ciphertext|.*_hash|.*secret.*|.*password.*|sealed|.*reason|note|found");

    /** Columns that match {@link #SECRET} but are not secret: the hash of a ciphertext, the code of a reason. */
    private static final Set<String> NO_SECRET =
            Set.of("sealed_hash", "content_hash", "ciphertext_hash", "name_hash", "daily_denials.reason");

    /** Some columns of one table, as one line of the dictionary describes them. */
    private record Line(String table, List<String> columns, String classification, List<String> cells) {
        Stream<String> names() {
            return columns.stream().map(column -> table + "." + column);
        }
    }

    @Test
    void everyColumnIsDescribedOnceAndNoOther() throws Exception {
        List<String> columns = columns();
        List<String> described = lines().stream().flatMap(Line::names).toList();

        assertThat(described).doesNotHaveDuplicates();
        assertThat(described)
                .as("columns of the database, and those of " + FILE)
                .containsExactlyInAnyOrderElementsOf(columns);
    }

    @Test
    void everyLineIsWhole() throws IOException {
        for (Line line : lines()) {
            assertThat(line.cells())
                    .as(line.table() + " " + line.columns())
                    .hasSize(7)
                    .noneMatch(String::isBlank);
            assertThat(CLASSES).as(line.table() + " " + line.columns()).contains(line.classification());
        }
    }

    @Test
    void whatIsNamedLikeASecretIsOne() throws IOException {
        for (Line line : lines()) {
            assertThat(line.names())
                    .as(line.table() + ": " + line.classification())
                    .filteredOn(name -> SECRET.matcher(column(name)).matches()
                            && !NO_SECRET.contains(name)
                            && !NO_SECRET.contains(column(name)))
                    .allMatch(name -> line.classification().equals("secret"));
        }
    }

    private static String column(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    private static List<Line> lines() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(DataDictionaryIT::line)
                .toList();
    }

    private static Line line(String text) {
        List<String> cells = Arrays.stream(
                        text.substring(1, text.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
        return new Line(quoted(cells.getFirst()).getFirst(), quoted(cells.get(1)), cells.get(2), cells);
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toList());
    }

    private static List<String> columns() throws Exception {
        var columns = new ArrayList<String>();
        try (var connection = TestDatabase.superuser(TestDatabase.migrated());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }
}
