package lingdian.console.returns;

import java.util.List;
import java.util.Map;
import lingdian.console.frame.InspectionTitles;
import lingdian.console.frame.Words;
import lingdian.office.returns.ReturnCalls;
import lingdian.office.returns.ReturnCalls.CountedRow;
import lingdian.office.returns.ReturnDetail.Column;
import org.jspecify.annotations.Nullable;

/**
 * The rows behind a figure of a return.
 *
 * @param names of cafés, by place code
 * @param next the address of older ones; null after the oldest
 */
record CountedRows(
        ReturnView view,
        ReturnCalls.Rows wanted,
        List<CountedRow> rows,
        Map<String, String> names,
        @Nullable String next) {
    CountedRows {
        rows = List.copyOf(rows);
        names = Map.copyOf(names);
    }

    /** The page of these rows; all values are codes, checked by the API. */
    static String path(ReturnCalls.Rows rows) {
        return "/returns/" + rows.period() + "/rows?column=" + rows.column() + "&region=" + rows.region()
                + (rows.accumulated().isEmpty() ? "" : "&accumulated=" + rows.accumulated())
                + (rows.submitted().isEmpty() ? "" : "&submitted=" + rows.submitted());
    }

    Column column() {
        return view.column(wanted.column());
    }

    boolean accumulated() {
        return wanted.accumulated().equals("true");
    }

    String path(CountedRow row) {
        return "/" + row.kind() + "s/" + row.id();
    }

    /** The word of what it is: of an inspection that of its kind. */
    String what(CountedRow row, Words words) {
        return row.inspected().isEmpty()
                ? words.sayWord("return.row-of", row.kind())
                : words.sayWord("kind", row.inspected());
    }

    /** The café that it is about, or of several the first and how many there are. */
    String cafe(CountedRow row, Words words) {
        List<String> cafes = cafes(row);
        return cafes.isEmpty()
                ? ""
                : InspectionTitles.first(
                        words,
                        cafes.stream()
                                .map(code -> names.getOrDefault(code, code))
                                .toList());
    }

    static List<String> cafes(CountedRow row) {
        return row.placeCode().isEmpty() ? row.visited() : List.of(row.placeCode());
    }

    String place(CountedRow row) {
        return view.divisions().name(row.region());
    }
}
