package lingdian.record.backtest;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lingdian.record.backtest.BacktestTally.Cell;

/** The file of all differences, one per line, written as they are found: there may be more than fit into memory. */
final class DifferenceFile implements AutoCloseable {
    private static final String HEADING =
            "difference,code,region,place_code,id,started_at,standing_stored,standing_found,"
                    + "ended_at_stored,ended_at_found,seconds_stored,seconds_found,authorities_stored,authorities_found,"
                    + "changed_fields";

    /** The columns. If a field has two, the stored value precedes the value found now. */
    static final int DIFFERENCE = 0;

    static final int CODE = 1;
    static final int PLACE = 3;
    static final int STARTED = 5;
    static final int STANDING = 6;
    static final int ENDED = 8;
    static final int SECONDS = 10;
    static final int FIELDS = 14;

    /** Codes, numbers, times and names of fields, none of which needs quotation marks. */
    private static final Pattern PLAIN = Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9_.:+ -]*)?");

    private final BufferedWriter out;

    DifferenceFile(Path file) throws IOException {
        boolean begins = Files.notExists(file) || Files.size(file) == 0;
        out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (begins) {
            out.write(HEADING);
            out.newLine();
        }
    }

    void add(Cell cell, Difference difference) {
        List<String> columns = List.of(
                difference.kind().word(),
                cell.code(),
                cell.region(),
                cell.placeCode(),
                difference.text("id"),
                difference.text("startedAt"),
                difference.storedText("standing"),
                difference.foundText("standing"),
                difference.storedText("endedAt"),
                difference.foundText("endedAt"),
                difference.storedText("seconds"),
                difference.foundText("seconds"),
                difference.storedWords("authorities"),
                difference.foundWords("authorities"),
                String.join(" ", difference.fields()));
        try {
            out.write(columns.stream().map(DifferenceFile::plain).collect(Collectors.joining(",")));
            out.newLine();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** A history may be somebody else's, and a spreadsheet would run a formula that it holds. */
    private static String plain(String value) {
        return PLAIN.matcher(value).matches() ? value : "?";
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
