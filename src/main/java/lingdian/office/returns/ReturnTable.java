package lingdian.office.returns;

import static lingdian.office.export.Column.day;
import static lingdian.office.export.Column.flag;
import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.number;
import static lingdian.office.export.Column.text;

import java.util.List;
import lingdian.office.export.ListTable;

/** Returns as a spreadsheet shows them. */
public final class ReturnTable {
    /** One return: a row for each of its columns. */
    public static final ListTable ONE = new ListTable(
            "return",
            "报表",
            "columns",
            List.of(
                    text("项目", "heading.zh"),
                    text("单位", "unit"),
                    number("本期", "thisPeriod"),
                    number("累计", "accumulated"),
                    number("现计本期", "counted.thisPeriod"),
                    number("现计累计", "counted.accumulated"),
                    flag("上报后有变动", "changed")));

    static final ListTable LIST = ListTable.of(
            "returns",
            "报表",
            text("报告期", "period"),
            text("类别", "kind"),
            text("专项行动", "campaign"),
            day("起", "from"),
            day("止", "to"),
            number("版本", "submission.version"),
            text("上报人", "submission.by"),
            instant("上报时间", "submission.at"),
            number("已上报县区", "submitted"),
            number("县区", "counties"));

    static final ListTable ROWS = ListTable.of(
            "return-rows",
            "报表明细",
            text("类别", "kind"),
            text("编号", "id"),
            text("区划", "region"),
            day("日期", "day"),
            text("场所编码", "placeCode"),
            number("计入", "amount"));

    static final ListTable TARGETS = ListTable.of(
            "targets",
            "目标任务",
            text("下达", "setBy"),
            text("指标", "kind"),
            text("周期", "every"),
            number("目标%", "percent"),
            text("时段", "period"),
            day("起", "from"),
            day("止", "to"),
            text("区划", "region"),
            number("场所", "cafes"),
            number("应完成", "required"),
            number("已完成", "reached"),
            number("完成%", "reachedPercent"),
            number("未列明场所", "unnamed"),
            text("状态", "state"),
            text("注意", "cautions"));

    private ReturnTable() {}
}
