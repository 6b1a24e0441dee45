package lingdian.office.violation;

import static lingdian.office.export.Column.flag;
import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.named;
import static lingdian.office.export.Column.number;
import static lingdian.office.export.Column.text;

import lingdian.office.export.ListTable;

/** Violations as a spreadsheet shows them. */
final class ViolationTable {
    static final ListTable TABLE = ListTable.of(
            "violations",
            "违规",
            text("编号", "id"),
            named("违规", "code", "code"),
            text("依据", "law.text"),
            named("性质", "standing", "standing"),
            named("状态", "state", "state"),
            named("处理", "case", "violation-step"),
            text("场所编码", "placeCode"),
            text("区划", "region"),
            named("主管", "authorities", "authority"),
            instant("开始", "startedAt"),
            instant("结束", "endedAt"),
            instant("发现", "detectedAt"),
            number("秒", "seconds"),
            number("会话数", "sessions"),
            number("最高在线", "peak"),
            text("终端", "terminal"),
            text("证件类型", "person.document.type"),
            text("证件号码", "person.document.number"),
            text("姓名", "person.name"),
            named("解释", "explained", "explained"),
            flag("迟到", "late"),
            text("案件", "caseFile"),
            text("规则版本", "ruleVersion"),
            text("代码", "code"),
            text("性质代码", "standing"),
            text("状态代码", "state"),
            text("处理代码", "case"),
            text("主管代码", "authorities"),
            text("解释代码", "explained"));

    private ViolationTable() {}
}
