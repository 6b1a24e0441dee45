package lingdian.office.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A table in parts, each a CSV with the header, so that a long one can be sent piece by piece and its progress seen. A row
 * keeps its number: the rows before it are blank.
 */
public final class TableParts {
    private TableParts() {}

    /**
     * @param rowsMax of each part
     * @param leftOut rows by number
     */
    public static List<byte[]> of(byte[] file, @Nullable String charset, int rowsMax, Set<Integer> leftOut) {
        List<RawRow> rows = TableFile.rows(file, charset);
        var parts = new ArrayList<byte[]>();
        List<RawRow> below = rows.stream()
                .skip(1)
                .filter(row -> !row.isBlank() && !leftOut.contains(row.number()))
                .toList();
        for (int from = 0; from < below.size(); from += rowsMax) {
            parts.add(part(rows.getFirst(), below.subList(from, Math.min(below.size(), from + rowsMax))));
        }
        return parts;
    }

    private static byte[] part(RawRow header, List<RawRow> rows) {
        var text = new StringBuilder();
        try (var csv = new CSVPrinter(text, CSVFormat.DEFAULT)) {
            csv.printRecord(header.cells());
            int next = 2;
            for (RawRow row : rows) {
                text.append("\r\n".repeat(row.number() - next));
                csv.printRecord(row.cells());
                next = row.number() + 1;
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
