package lingdian.domain.region;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the tables of {@code config/}: UTF-8, one row per line, fields separated by commas without quoting; {@code #}
 * begins a comment line, and the first other line is the header.
 *
 * <p>A CSV library would accept more than these files need, and would not name the line of an error in one sentence.
 */
public final class CsvTable {
    private CsvTable() {}

    /** One row. {@link #refused} makes an error that names its line. */
    public record Row(String source, int line, List<String> fields) {
        public String field(int index) {
            return fields.get(index);
        }

        public IllegalArgumentException refused(String why) {
            return new IllegalArgumentException(source + " line " + line + ": " + why);
        }
    }

    /**
     * Opens a file for a reader such as {@link Regions#read}.
     *
     * @throws IllegalArgumentException if the file is missing, unreadable or wrong, naming it
     */
    public static <T> T load(Path file, Function<InputStream, T> reader) {
        try (InputStream in = Files.newInputStream(file)) {
            return reader.apply(in);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new IllegalArgumentException(file + " cannot be read", unreadable);
        }
    }

    /** @throws IllegalArgumentException if the header or a row does not have this form, naming source and line */
    public static List<Row> rows(InputStream in, String source, String header) {
        List<Row> rows = lines(in, source);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(source + ": no header, expected " + header);
        }
        List<String> names = List.of(header.split(","));
        if (!rows.getFirst().fields().equals(names)) {
            throw rows.getFirst().refused("expected the header " + header);
        }
        List<Row> body = rows.subList(1, rows.size());
        body.forEach(row -> requireWidth(row, names.size()));
        return body;
    }

    private static void requireWidth(Row row, int width) {
        if (row.fields().size() != width) {
            throw row.refused(
                    "expected " + width + " fields, found " + row.fields().size());
        }
    }

    private static List<Row> lines(InputStream in, String source) {
        List<Row> rows = new ArrayList<>();
        try {
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String text;
            for (int line = 1; (text = reader.readLine()) != null; line++) {
                if (!text.isBlank() && !text.startsWith("#")) {
                    rows.add(new Row(source, line, List.of(text.split(",", -1))));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(source + " cannot be read", unreadable);
        }
        return rows;
    }
}
