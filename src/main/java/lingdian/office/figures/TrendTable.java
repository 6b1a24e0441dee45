package lingdian.office.figures;

import static lingdian.office.export.Column.day;
import static lingdian.office.export.Column.named;
import static lingdian.office.export.Column.number;
import static lingdian.office.export.Column.text;

import lingdian.office.export.ListTable;

/** Figures by day or hour as a spreadsheet shows them: kind after kind, and a withheld cell has no number. */
final class TrendTable {
    static final ListTable TABLE = ListTable.of(
            "trends",
            "趋势",
            day("日期", "day"),
            number("时", "hour"),
            text("区划", "region"),
            text("类别", "kind"),
            named("违规", "code", "code"),
            named("主管", "authorities", "authority"),
            number("违规数", "violations"),
            number("超时秒", "overtimeSeconds"),
            number("场所", "cafes"),
            number("有数据小时", "hoursHeard"),
            number("心跳", "heartbeats"),
            number("巡查", "patrols"),
            number("允许登录", "allowed"),
            number("拒绝登录", "denied"),
            number("拒绝未成年人", "minorsRefused"),
            number("不公布", "withheld"),
            number("其中未成年人", "minorsRefusedWithheld"),
            number("许可终端", "licensed"),
            number("上报终端", "heard"),
            number("未计场所", "unknownCafes"),
            text("代码", "code"),
            text("主管代码", "authorities"));

    private TrendTable() {}
}
