package lingdian.office.inspection;

import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.named;
import static lingdian.office.export.Column.number;
import static lingdian.office.export.Column.text;

import lingdian.office.export.ListTable;

/** Inspections as a spreadsheet shows them. */
final class InspectionTable {
    static final ListTable TABLE = ListTable.of(
            "inspections",
            "检查",
            text("编号", "id"),
            named("主管", "authority", "authority"),
            text("区划", "region"),
            named("类别", "kind", "inspection-kind"),
            named("状态", "state", "inspection-state"),
            text("单位", "unit"),
            instant("开始", "startedAt"),
            instant("结束", "endedAt"),
            number("出动人次", "officerCount"),
            number("车辆", "vehicles"),
            named("检查类型", "trigger", "trigger"),
            text("人员", "officers"),
            text("场所编码", "premises.placeCode"),
            text("场所", "premises.name"),
            text("情况", "premises.found"),
            text("备注", "note"),
            instant("登记", "createdAt"),
            instant("内容删除", "erasedAt"),
            text("主管代码", "authority"),
            text("类别代码", "kind"),
            text("状态代码", "state"),
            text("检查类型代码", "trigger"));

    private InspectionTable() {}
}
