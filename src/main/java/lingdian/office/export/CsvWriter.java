package lingdian.office.export;

import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import lingdian.platform.text.Rfc3339;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/** A table as CSV (RFC 4180), with a byte order mark, without which spreadsheets misread Chinese. */
public final class CsvWriter implements TableWriter {
    /** The byte order mark that a file of lines begins with. */
    public static final String MARK = "\uFEFF";

    private static final String LINE_END = "\r\n";
    /** With their full-width forms, which some spreadsheets read alike. */
    private static final String FORMULA_BEGINS = "=+-@\t\r\n＝＋－＠";

    private final ListTable table;
    private boolean begun;

    CsvWriter(ListTable table) {
        this.table = table;
    }

    /** One line of CSV with its end; null is an empty cell. */
    public static String line(Collection<? extends @Nullable Object> values) {
        return CSVFormat.RFC4180.format(values.stream().map(CsvWriter::cell).toArray()) + LINE_END;
    }

    @Override
    public Buffer write(List<List<@Nullable Object>> rows) {
        var text = new StringBuilder(head());
        rows.forEach(row -> text.append(line(row)));
        return Buffer.buffer(text.toString());
    }

    @Override
    public Buffer end() {
        return Buffer.buffer(head());
    }

    private String head() {
        if (begun) {
            return "";
        }
        begun = true;
        return MARK + line(table.columns().stream().map(Column::heading).toList());
    }

    private static Object cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Number number -> number;
            case OffsetDateTime at -> Rfc3339.format(at.toInstant(), at.getOffset()); // as in JSON
            default -> defused(value.toString());
        };
    }

    /** Written so that a spreadsheet does not take text for a formula. */
    private static String defused(String text) {
        return !text.isEmpty() && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
