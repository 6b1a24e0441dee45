package lingdian.office.casework;

import static lingdian.office.export.Column.day;
import static lingdian.office.export.Column.flag;
import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.text;

import lingdian.office.export.ListTable;

/** Cases as a spreadsheet shows them. */
final class CaseTable {
    static final ListTable TABLE = ListTable.of(
            "cases",
            "案件",
            text("编号", "id"),
            text("文号", "number"),
            text("主管", "authority"),
            text("场所编码", "placeCode"),
            text("区划", "region"),
            day("营业日", "businessDay"),
            text("摘要", "summary.zh"),
            text("步骤", "step"),
            text("优先", "priority"),
            flag("正在发生", "running"),
            text("结论", "outcome"),
            text("承办人", "assignees.name"),
            text("检查类型", "trigger"),
            text("违规", "violations.code"),
            text("期限", "deadlines.due"),
            text("处罚", "decision.sanctions.kind"),
            instant("建立", "openedAt"));

    private CaseTable() {}
}
