package lingdian.console.violation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.ViolationId;
import lingdian.office.violation.ViolationDetail;
import lingdian.office.violation.ViolationDetail.Article;
import lingdian.office.violation.ViolationDetail.CaseStep;
import lingdian.office.violation.ViolationDetail.Grounds;
import lingdian.office.violation.ViolationDetail.SaidAnswer;
import lingdian.office.violation.ViolationDetail.SaidObjection;
import lingdian.office.violation.ViolationSummary;
import lingdian.office.violation.ViolationSummary.Course;
import lingdian.office.violation.ViolationSummary.Extent;
import lingdian.office.violation.ViolationSummary.Period;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a café is told of its statements that nobody has answered, and of the laws that it is said to break. */
class AwaitedTest {
    private static final OffsetDateTime NIGHT = OffsetDateTime.parse("2026-07-11T00:42:00+08:00");

    @ParameterizedTest
    @CsvSource({"10, false, true", "10, true, false", "-10, false, false"})
    void aStatementIsOvertakenByAFindingAfterItWithoutAnAnswer(long minutesAfter, boolean answered, boolean overtaken) {
        List<SaidAnswer> answers =
                answered ? List.of(new SaidAnswer(Authority.CULTURE, false, "不成立", NIGHT.plusMinutes(5))) : List.of();
        var objection = new SaidObjection(UUID.randomUUID(), 1, NIGHT, null, "停电", List.of(), answers);
        var confirmed =
                new CaseStep(1, "confirm", NIGHT.plusMinutes(minutesAfter), Authority.CULTURE, null, null, null, null);

        assertThat(ViolationView.Awaited.all(violation(confirmed, objection)))
                .extracting(ViolationView.Awaited::overtaken)
                .containsExactly(overtaken);
    }

    /** Which fine applies is a question only where laws, not articles of one, are several. */
    @ParameterizedTest
    @CsvSource({
        "《互联网上网服务营业场所管理条例》第二十二条, false",
        "《中华人民共和国未成年人保护法》第一百二十三条, true",
    })
    void severalArticlesMayBeOfOneLaw(String other, boolean several) {
        List<Article> law = List.of(article("《互联网上网服务营业场所管理条例》第三十一条"), article(other));

        assertThat(new Grounds("1", law, List.of(), List.of(), null).hasSeveralLaws())
                .isEqualTo(several);
    }

    private static Article article(String text) {
        return new Article(text, "", "confirmed", null, false);
    }

    private static ViolationDetail violation(CaseStep step, SaidObjection objection) {
        var summary = new ViolationSummary(
                new ViolationId(UUID.randomUUID()),
                "OVERTIME_OPERATION",
                "fact",
                "ended",
                new Course("confirmed", null, false),
                "36048110000001",
                "360481",
                new Period(NIGHT, NIGHT, NIGHT.plusHours(1), false),
                "A01",
                new Extent(60L, null, null, null, null));
        return new ViolationDetail(
                summary,
                new Grounds("1", List.of(), List.of(), List.of(Authority.CULTURE), null),
                Optional.empty(),
                List.of(step),
                List.of(),
                List.of(objection));
    }
}
