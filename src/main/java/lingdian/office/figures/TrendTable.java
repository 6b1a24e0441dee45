package lingdian.office.figures;

import static lingdian.office.export.Column.day;
import static lingdian.office.export.Column.number;
import static lingdian.office.export.Column.text;

import java.util.List;
import lingdian.office.export.ListTable;

/** Violations by day or hour as a spreadsheet shows them; a withheld cell has no number. */
final class TrendTable {
    static final ListTable TABLE = new ListTable(
            "trends",
            "趋势",
            "violations",
            List.of(
                    day("日期", "day"),
                    number("时", "hour"),
                    text("区划", "region"),
                    text("代码", "code"),
                    text("主管", "authorities"),
                    number("违规数", "violations"),
                    number("超时秒", "overtimeSeconds"),
                    number("不公布", "withheld")));

    private TrendTable() {}
}
