package lingdian.simulation.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** One line of comma-separated values (RFC 4180, without line breaks inside a field). */
final class CsvLine {
    private CsvLine() {}

    /** @throws IllegalArgumentException if a quoted field has no closing quote, or has text after it */
    static List<String> split(String line) {
        try (CSVParser parser = CSVParser.parse(line, CSVFormat.RFC4180)) {
            List<CSVRecord> records = parser.getRecords();
            return records.isEmpty() ? List.of("") : records.getFirst().toList();
        } catch (UncheckedIOException | IOException malformed) {
            throw new IllegalArgumentException("a quoted field does not end on its line", malformed);
        }
    }
}
