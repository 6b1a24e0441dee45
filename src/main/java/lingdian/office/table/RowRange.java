package lingdian.office.table;

import org.jspecify.annotations.Nullable;

/** The rows of a table that are to be written now; the header is row 1. */
public record RowRange(int first, int last) {
    /** @param first null: from the first row, as {@code last}: to the last one */
    public static RowRange of(@Nullable String first, @Nullable String last) {
        return new RowRange(
                first == null ? 1 : Integer.parseInt(first), last == null ? Integer.MAX_VALUE : Integer.parseInt(last));
    }

    public boolean has(int row) {
        return row >= first && row <= last;
    }
}
