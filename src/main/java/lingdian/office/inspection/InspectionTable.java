package lingdian.office.inspection;

import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.number;
import static lingdian.office.export.Column.text;

import lingdian.office.export.ListTable;

/** Inspections as a spreadsheet shows them. */
final class InspectionTable {
    static final ListTable TABLE = ListTable.of(
            "inspections",
            "检查",
            text("编号", "id"),
            text("主管", "authority"),
            text("区划", "region"),
            text("类别", "kind"),
            text("状态", "state"),
            text("单位", "unit"),
            instant("开始", "startedAt"),
            instant("结束", "endedAt"),
            number("出动人次", "officerCount"),
            number("车辆", "vehicles"),
            text("检查类型", "trigger"),
            text("人员", "officers"),
            text("场所编码", "premises.placeCode"),
            text("场所", "premises.name"),
            text("情况", "premises.found"),
            text("备注", "note"),
            instant("登记", "createdAt"),
            instant("内容删除", "erasedAt"));

    private InspectionTable() {}
}
