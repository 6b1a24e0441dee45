package lingdian.office.table;

import java.util.List;
import lingdian.domain.VisibleText;

/**
 * One row of a table as it is in the file.
 *
 * @param number in the file, from 1
 */
record RawRow(int number, List<String> cells) {
    RawRow {
        cells = List.copyOf(cells);
    }

    boolean isBlank() {
        return cells.stream().allMatch(String::isBlank);
    }

    /** A cell without the spaces around it and what nobody sees in it; empty where the row is shorter. */
    String cell(int column) {
        return column < cells.size() ? VisibleText.of(cells.get(column)).strip() : "";
    }

    @Override
    public String toString() {
        return "RawRow[" + number + "]"; // it may name a person
    }
}
