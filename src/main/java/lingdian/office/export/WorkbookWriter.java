package lingdian.office.export;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A table as a workbook (Office Open XML) of one sheet, with typed cells and a head that stays in view. Texts are text
 * cells, which no spreadsheet takes for a formula.
 */
final class WorkbookWriter implements TableWriter {
    /** A spreadsheet decodes {@code _x202E_} as the character of that number (ISO/IEC 29500-1, 22.9.2.19). */
    private static final Pattern BEGINS_ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");
    /** Of a cell; Excel calls a workbook with longer ones damaged. */
    private static final int CHARACTERS_MAX = 32_767;
    /** The first whose days spreadsheets number. */
    private static final int FIRST_YEAR = 1900;

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int TEXT_WIDTH = 18;
    private static final int INSTANT_WIDTH = 20;
    private static final int DAY_WIDTH = 12;

    private final Collected out = new Collected();
    private final Workbook workbook = new Workbook(out, "Lingdian", "1.0");
    private final Worksheet sheet;
    private int row = 1;

    WorkbookWriter(ListTable table) {
        sheet = workbook.newWorksheet(table.title());
        for (int number = 0; number < table.columns().size(); number++) {
            Column column = table.columns().get(number);
            sheet.inlineString(0, number, column.heading());
            sheet.style(0, number).bold().set();
            sheet.width(number, width(column.kind()));
        }
        sheet.freezePane(0, 1);
    }

    /** Without what the library holds back until more rows come. */
    @Override
    public Buffer write(List<List<@Nullable Object>> rows) {
        for (List<@Nullable Object> values : rows) {
            for (int column = 0; column < values.size(); column++) {
                cell(column, values.get(column));
            }
            row++;
        }
        try {
            sheet.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.taken();
    }

    @Override
    public Buffer end() {
        try {
            workbook.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.taken();
    }

    private void cell(int column, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Number number -> sheet.value(row, column, number);
            case OffsetDateTime at when at.getYear() < FIRST_YEAR -> sheet.inlineString(row, column, SECOND.format(at));
            case LocalDate day when day.getYear() < FIRST_YEAR -> sheet.inlineString(row, column, day.toString());
            case OffsetDateTime at -> {
                sheet.value(row, column, at.toLocalDateTime());
                sheet.style(row, column).format("yyyy-mm-dd hh:mm:ss").set();
            }
            case LocalDate day -> {
                sheet.value(row, column, day);
                sheet.style(row, column).format("yyyy-mm-dd").set();
            }
            default -> sheet.inlineString(row, column, text(value.toString()));
        }
    }

    private static String text(String value) {
        String shown = value.length() > CHARACTERS_MAX ? value.substring(0, CHARACTERS_MAX - 1) + "…" : value;
        return BEGINS_ESCAPE.matcher(shown).replaceAll("_x005F_");
    }

    private static int width(Column.Kind kind) {
        return switch (kind) {
            case INSTANT -> INSTANT_WIDTH;
            case DAY, NUMBER, FLAG -> DAY_WIDTH;
            case TEXT -> TEXT_WIDTH;
        };
    }

    /** What the library has written since it was last taken. */
    private static final class Collected extends OutputStream {
        private Buffer written = Buffer.buffer();

        Buffer taken() {
            Buffer all = written;
            written = Buffer.buffer();
            return all;
        }

        @Override
        public void write(int one) {
            written.appendByte((byte) one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            written.appendBytes(bytes, from, length);
        }
    }
}
