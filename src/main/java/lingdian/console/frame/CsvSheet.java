package lingdian.console.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lingdian.office.export.CsvWriter;

/** A table as a file that spreadsheets open with its characters intact: UTF-8 with a byte order mark, lines ending in CR LF. */
public final class CsvSheet {
    public static final String TYPE = "text/csv; charset=utf-8";

    private final StringBuilder text = new StringBuilder(CsvWriter.MARK);

    public CsvSheet line(Object... cells) {
        text.append(CsvWriter.line(Arrays.asList(cells)));
        return this;
    }

    public CsvSheet line(List<String> cells) {
        return line(cells.toArray());
    }

    public byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "CsvSheet[" + text.length() + "]"; // its contents do not belong in a log
    }
}
