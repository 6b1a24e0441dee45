package lingdian.office.cafe;

import static lingdian.office.export.Column.day;
import static lingdian.office.export.Column.flag;
import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.named;
import static lingdian.office.export.Column.number;
import static lingdian.office.export.Column.text;

import lingdian.office.export.ListTable;

/** Cafés as a spreadsheet shows them; an administrator's has their configuration alone. */
final class CafeTable {
    static final ListTable TABLE = ListTable.of(
            "cafes",
            "场所",
            text("场所编码", "placeCode"),
            text("名称", "name"),
            text("许可证号", "licence.number"),
            day("有效期至", "licence.validUntil"),
            text("区划", "region"),
            number("终端数", "terminals"),
            text("地址", "address"),
            text("电话", "telephone"),
            text("负责人", "principal"),
            number("纬度", "latitude"),
            number("经度", "longitude"),
            named("安全管理", "measures", "measures"),
            flag("在线", "connected"),
            number("上报终端", "reporting"),
            instant("最近收到", "lastHeard"),
            number("当前会话", "openSessions"),
            named("停业", "closure.kind", "closure"),
            named("状态", "state", "cafe-state"),
            named("接入", "condition", "cafe-condition"),
            number("未结案件", "openCases"),
            text("安全管理代码", "measures"),
            text("停业代码", "closure.kind"),
            text("状态代码", "state"),
            text("接入代码", "condition"));

    private CafeTable() {}
}
