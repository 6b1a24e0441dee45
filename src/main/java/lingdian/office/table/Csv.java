package lingdian.office.table;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import lingdian.access.account.Refused;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** CSV (RFC 4180), separated by commas or, where the header has one, by tabs. */
final class Csv {
    private Csv() {}

    /** With blank rows, which count, since people look rows up by their number. */
    static List<RawRow> rows(String text) {
        char separator = separator(text);
        countColumns(text, separator);
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .get();
        var rows = new ArrayList<RawRow>();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            for (CSVRecord one : parser) {
                add(rows, one);
            }
            return rows;
        } catch (IOException | UncheckedIOException | IllegalStateException broken) {
            throw Refused.with(
                    400, "Row " + (rows.size() + 1) + " is no CSV: a quotation mark is not closed or stands alone.");
        }
    }

    /** Counts before the library reads a row as a whole, since one row can be the whole file: six million cells. */
    private static void countColumns(String text, char separator) {
        int columns = 1;
        boolean quoted = false;
        boolean opens = true; // a mark here opens a quotation: at the start of a cell, or right after a closing mark
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (quoted) {
                quoted = one != '"';
                opens = !quoted;
            } else if (one == '"' && opens) {
                quoted = true;
            } else {
                boolean endsRow = one == '\n' || one == '\r';
                opens = endsRow || one == separator;
                columns = endsRow ? 1 : one == separator ? columns + 1 : columns;
            }
            if (columns > TableFile.COLUMNS_MAX) {
                throw TableFile.tooManyColumns();
            }
        }
    }

    private static void add(List<RawRow> rows, CSVRecord one) {
        if (rows.size() > TableFile.ROWS_MAX) {
            throw TableFile.tooManyRows();
        }
        rows.add(new RawRow((int) one.getRecordNumber(), one.toList()));
    }

    private static char separator(String text) {
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).indexOf('\t') < 0 ? ',' : '\t';
    }
}
