package lingdian.office.table;

import java.util.List;
import lingdian.access.account.Refused;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A table in a file: CSV or a workbook (.xlsx). What the file is shows in its first bytes, because browsers and people name
 * types as they like.
 */
public final class TableFile {
    /** Besides the header. */
    public static final int ROWS_MAX = 20_000;

    static final int COLUMNS_MAX = 64;

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] OLD_WORKBOOK = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    private TableFile() {}

    /**
     * Its rows. Blocking, and long for a long file.
     *
     * @param charset that the sender named; null: none
     * @throws Problem.Thrown if it is none, or has too many rows
     */
    public static List<TableRow> read(byte[] file, @Nullable String charset, TableColumns columns) {
        return columns.read(rows(file, charset));
    }

    /** Its rows as they are, the header among them. */
    static List<RawRow> rows(byte[] file, @Nullable String charset) {
        if (begins(file, OLD_WORKBOOK)) {
            throw Refused.with(415, "This is a workbook of before 2007. Save it as .xlsx or as CSV.");
        }
        return begins(file, ZIP) ? Workbook.rows(file) : Csv.rows(TableText.of(file, charset));
    }

    private static boolean begins(byte[] file, byte[] magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= file.length || file[i] != magic[i]) {
                return false;
            }
        }
        return true;
    }

    static Problem.Thrown tooManyRows() {
        return Refused.limit("import-lines", 413, "A table has at most " + ROWS_MAX + " rows. Split it.");
    }

    static Problem.Thrown tooManyColumns() {
        return Refused.with(400, "A table has at most " + COLUMNS_MAX + " columns.");
    }
}
