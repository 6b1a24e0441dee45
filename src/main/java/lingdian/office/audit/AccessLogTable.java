package lingdian.office.audit;

import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.named;
import static lingdian.office.export.Column.number;
import static lingdian.office.export.Column.text;

import lingdian.office.export.ListTable;

/** The access log as a spreadsheet shows it. */
final class AccessLogTable {
    static final ListTable TABLE = ListTable.of(
            "access-log",
            "访问日志",
            number("序号", "position"),
            instant("时间", "at"),
            named("主体", "actor.kind", "actor"),
            text("主体编号", "actor.id"),
            text("主体名称", "actor.name"),
            named("操作", "action", "log"),
            named("结果", "outcome", "outcome"),
            named("对象", "subject.kind", "subject"),
            text("对象编号", "subject.id"),
            text("对象名称", "subject.name"),
            text("区划", "region"),
            text("理由", "reason"),
            text("详情", "details"),
            text("链", "chain"),
            text("主体代码", "actor.kind"),
            text("操作代码", "action"),
            text("结果代码", "outcome"),
            text("对象代码", "subject.kind"));

    private AccessLogTable() {}
}
