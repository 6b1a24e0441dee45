package lingdian.office.casework;

import static lingdian.office.export.Column.day;
import static lingdian.office.export.Column.flag;
import static lingdian.office.export.Column.instant;
import static lingdian.office.export.Column.named;
import static lingdian.office.export.Column.said;
import static lingdian.office.export.Column.text;

import io.vertx.core.json.JsonObject;
import lingdian.domain.Authority;
import lingdian.domain.region.Regions;
import lingdian.law.course.Course;
import lingdian.law.course.Courses;
import lingdian.law.course.StepName;
import lingdian.office.export.ListTable;

/** Cases as a spreadsheet shows them. */
final class CaseTable {
    private CaseTable() {}

    /**
     * What people call a case comes first, and what programs call it last.
     *
     * @param courses which name the steps as the authority does
     */
    static ListTable of(Courses courses, Regions regions) {
        return ListTable.of(
                "cases",
                "案件",
                said("案件", CaseTable::name),
                text("文号", "number"),
                named("主管", "authority", "authority"),
                text("场所编码", "placeCode"),
                text("场所名称", "cafe"),
                said("辖区", item -> regions.fullName(item.getString("region"))),
                day("营业日", "businessDay"),
                text("摘要", "summary.zh"),
                said("步骤", item -> step(courses, item)),
                named("优先", "priority", "case-priority"),
                flag("正在发生", "running"),
                named("结论", "outcome", "case-outcome"),
                text("承办人", "assignees.name"),
                named("检查类型", "trigger", "trigger"),
                named("违规", "violations.code", "code"),
                named("性质", "violations.standing", "standing"),
                text("期限", "deadlines.due"),
                named("处罚", "decision.sanctions.kind", "sanction"),
                instant("建立", "openedAt"),
                text("区划代码", "region"),
                text("主管代码", "authority"),
                text("步骤代码", "step"),
                text("优先代码", "priority"),
                text("结论代码", "outcome"),
                text("检查类型代码", "trigger"),
                text("违规代码", "violations.code"),
                text("性质代码", "violations.standing"),
                text("处罚代码", "decision.sanctions.kind"),
                text("编号", "id"));
    }

    /** By its number; one that has none yet, by its café and day. */
    private static String name(JsonObject item) {
        String number = item.getString("number");
        return number == null || number.isEmpty()
                ? item.getString("cafe") + " " + item.getString("businessDay")
                : number;
    }

    private static String step(Courses courses, JsonObject item) {
        String step = item.getString("step");
        Course.StepRule rule =
                courses.of(Authority.of(item.getString("authority"))).steps().get(StepName.of(step));
        return rule == null ? step : rule.name();
    }
}
