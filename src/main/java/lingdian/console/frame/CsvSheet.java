package lingdian.console.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/** A table as a file that spreadsheets open with its characters intact: UTF-8 with a byte order mark, lines ending in CR LF. */
public final class CsvSheet {
    public static final String TYPE = "text/csv; charset=utf-8";

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    /** With their full-width forms, which some spreadsheets read alike. */
    private static final String FORMULA_BEGINS = "=+-@\t\r\n＝＋－＠";

    private final StringBuilder text = new StringBuilder(BYTE_ORDER_MARK);

    public CsvSheet line(Object... cells) {
        text.append(CSVFormat.RFC4180.format(
                        Arrays.stream(cells).map(CsvSheet::cell).toArray()))
                .append("\r\n");
        return this;
    }

    public CsvSheet line(List<String> cells) {
        return line(cells.toArray());
    }

    public byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Written so that a spreadsheet does not take text for a formula; a number stays one. */
    private static Object cell(Object value) {
        String text = value.toString();
        boolean formula = !(value instanceof Number) && !text.isEmpty() && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : value;
    }

    @Override
    public String toString() {
        return "CsvSheet[" + text.length() + "]"; // its contents do not belong in a log
    }
}
