package lingdian.console.cafe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import lingdian.access.signin.Language;
import lingdian.access.signin.Theme;
import lingdian.console.frame.Assets;
import lingdian.console.frame.ConsoleSettings;
import lingdian.console.frame.Frame;
import lingdian.console.frame.Section;
import lingdian.console.frame.Templates;
import lingdian.console.frame.Words;
import lingdian.console.violation.ViolationRow;
import lingdian.domain.Authority;
import lingdian.domain.ViolationId;
import lingdian.office.casework.OwnCaseDetail;
import lingdian.office.violation.ViolationSummary;
import lingdian.office.violation.ViolationSummary.Course;
import lingdian.office.violation.ViolationSummary.Extent;
import lingdian.office.violation.ViolationSummary.Period;
import org.junit.jupiter.api.Test;

/** What a café's owner is told to do now, and of the cases about the café. */
class DutiesViewTest {
    private static final LocalDate DAY = LocalDate.parse("2026-07-10");
    private static final OffsetDateTime NIGHT = OffsetDateTime.parse("2026-07-11T00:42:00+08:00");
    private static final UUID FIRST = UUID.randomUUID();
    private static final UUID SECOND = UUID.randomUUID();

    @Test
    void aDemandWithoutItsPaperSaysSoAndHowToReportTheCorrection() {
        String told = text(detail("correcting", "0792-4220000"), "new");
        assertThat(told).contains("还没有登记送达责令改正通知书", "电话 0792-4220000", "请告诉主管部门");

        var served = new OwnCaseDetail.Served(UUID.randomUUID(), "rectification-order", "瑞文改〔2026〕1 号", NIGHT, NIGHT);
        assertThat(text(detail("correcting", "", served), "new"))
                .doesNotContain("还没有登记送达")
                .contains("主管部门没有在系统里登记电话");
    }

    /** Else a fine seems to have no deadline of its own. */
    @Test
    void aFineWithoutItsPaperSaysThatItsDatesAreThePapers() {
        assertThat(text(detail("spot", ""), "confirmed")).contains("还没有登记送达决定书").contains("已认定属实、陈述申辩却还没有答复的，主管部门仍应答复");

        var served = new OwnCaseDetail.Served(UUID.randomUUID(), "spot-decision", "瑞文当罚〔2026〕1 号", NIGHT, NIGHT);
        assertThat(text(detail("spot", "", served), "confirmed")).doesNotContain("还没有登记送达");
        assertThat(text(detail("checked", ""), "new")).doesNotContain("还没有登记送达", "仍应答复");
    }

    @Test
    void itSaysOfEachViolationWhetherItWasConfirmedAndHowToObject() {
        assertThat(text(detail("checked", ""), "confirmed")).contains("00:42 属实 已申辩", "对其他线索有异议的，可以点开提交");
    }

    @Test
    void aFileThatNobodyHasTakenOnIsNotCalledACase() {
        assertThat(text(detail("lead", ""), "new"))
                .contains("怎样整改", "07-10 的违规线索，归在一个案卷里", "请保存线索所写时间的登记和监控")
                .doesNotContain("的案件，", "当晚");
    }

    /** What may have a deadline is never folded away. */
    @Test
    void theNextStepComesFirstAndWhatCanWaitIsFolded() {
        List<OwnCaseDetail> cases =
                List.of(detail("lead", ""), detail("checked", ""), detail("spot", ""), detail("lead", ""));

        var page = DutiesView.of(cases, List.of(), DAY);
        assertThat(page.shown()).extracting(one -> one.detail().step()).containsExactly("spot");
        assertThat(page.folded()).extracting(one -> one.detail().step()).containsExactly("lead", "checked", "lead");

        var calm = DutiesView.of(cases.subList(0, 2), List.of(), DAY);
        assertThat(calm.shown()).extracting(one -> one.detail().step()).containsExactly("lead");
        assertThat(calm.folded()).extracting(one -> one.detail().step()).containsExactly("checked");
    }

    private static OwnCaseDetail detail(String step, String telephone, OwnCaseDetail.Served... served) {
        return new OwnCaseDetail(
                UUID.randomUUID(),
                "36048110000001",
                Authority.CULTURE,
                DAY,
                step,
                "",
                null,
                List.of(served),
                List.of(),
                List.of(),
                List.of(found(FIRST, true), found(SECOND, false)),
                2,
                "瑞昌市文化和旅游局",
                telephone);
    }

    private static OwnCaseDetail.Found found(UUID id, boolean objected) {
        return new OwnCaseDetail.Found(id, "OVERTIME_OPERATION", NIGHT, null, objected);
    }

    private static ViolationRow violation(UUID id, String step) {
        return new ViolationRow(new ViolationSummary(
                new ViolationId(id),
                "OVERTIME_OPERATION",
                "fact",
                "ended",
                new Course(step, null, false),
                "36048110000001",
                "360481",
                new Period(NIGHT, NIGHT, NIGHT.plusHours(1), false),
                null,
                new Extent(60L, null, null, null, null)));
    }

    private static String text(OwnCaseDetail detail, String step) {
        var frame = new Frame(
                Words.in(Language.ZH),
                new Assets(),
                null,
                List.of(),
                Section.MY_CAFE,
                "/my-cafe",
                false,
                null,
                0,
                Instant.parse("2026-07-12T00:00:00Z"),
                Theme.LIGHT,
                new ConsoleSettings(24, "", List.of(), 40));
        List<ViolationRow> rows = List.of(violation(FIRST, step), violation(SECOND, "new"));
        return new Templates()
                .render("cafe/duties", frame, DutiesView.of(List.of(detail), rows, DAY))
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }
}
