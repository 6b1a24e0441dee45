package lingdian.console.returns;

import java.util.List;
import java.util.Map;
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

    String cafe(CountedRow row) {
        return names.getOrDefault(row.placeCode(), row.placeCode());
    }

    String place(CountedRow row) {
        return view.divisions().name(row.region());
    }
}
