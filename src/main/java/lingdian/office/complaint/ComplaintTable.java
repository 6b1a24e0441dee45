package lingdian.office.complaint;

import static lingdian.office.export.Column.day;
import static lingdian.office.export.Column.flag;
import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.named;
import static lingdian.office.export.Column.text;

import lingdian.office.export.ListTable;

/** Complaints as a spreadsheet shows them: never who made one, or what was said. */
final class ComplaintTable {
    static final ListTable TABLE = ListTable.of(
            "complaints",
            "投诉举报",
            text("编号", "id"),
            named("主管", "authority", "authority"),
            text("区划", "region"),
            text("场所编码", "placeCode"),
            text("案件", "case"),
            named("渠道", "way", "complaint-way"),
            named("事项", "subject", "complaint-subject"),
            text("来文号", "reference"),
            instant("收到", "receivedAt"),
            flag("匿名", "anonymous"),
            flag("要求答复", "wantsAnswer"),
            named("步骤", "step", "complaint-step"),
            named("不受理原因", "refusal", "complaint-refusal"),
            day("受理期限", "acceptBy"),
            day("答复期限", "answerBy"),
            flag("逾期", "overdue"),
            instant("决定", "decidedAt"),
            instant("办结", "endedAt"),
            text("主管代码", "authority"),
            text("渠道代码", "way"),
            text("事项代码", "subject"),
            text("步骤代码", "step"),
            text("不受理原因代码", "refusal"));

    private ComplaintTable() {}
}
