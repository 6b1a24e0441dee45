package lingdian.console.violation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.ViolationId;
import lingdian.office.casework.CaseProgress.Sanctioned;
import lingdian.office.casework.OwnCaseDetail;
import lingdian.office.casework.OwnCaseDetail.Done;
import lingdian.office.casework.OwnCaseDetail.Served;
import lingdian.office.violation.ViolationDetail;
import lingdian.office.violation.ViolationDetail.CaseStep;
import lingdian.office.violation.ViolationDetail.Grounds;
import lingdian.office.violation.ViolationSummary;
import lingdian.office.violation.ViolationSummary.Course;
import lingdian.office.violation.ViolationSummary.Extent;
import lingdian.office.violation.ViolationSummary.Period;
import org.junit.jupiter.api.Test;

/** What happened to a violation, in its order, as its café is told of it. */
class CaseLineTest {
    private static final OffsetDateTime NIGHT = OffsetDateTime.parse("2026-07-11T00:42:00+08:00");

    @Test
    void whatWasDecidedAndServedAndThatItWasClosedHaveTheirDates() {
        var paper = new Served(UUID.randomUUID(), "spot-decision", "瑞文当罚〔2026〕1 号", at(3), at(4));
        List<Done> course = List.of(
                new Done("file", at(1)), new Done("spot", at(3)), new Done("serve", at(5)), new Done("close", at(9)));

        List<CaseLine> lines = lines(course, List.of(paper), List.of(new Sanctioned("fine", 3_000L, null, null)));

        assertThat(lines)
                .extracting(CaseLine::action)
                .containsExactly("file", "confirm", "spot", "paper", "serve", "close");
        assertThat(lines.get(2).text()).isEqualTo("1 sanction");
        assertThat(lines).filteredOn(line -> line.text() != null).hasSize(1);
        assertThat(lines.get(3).paper()).extracting(CaseLine.Paper::number).isEqualTo(paper.number());
        assertThat(lines.get(5).at()).isEqualTo(at(9));
    }

    /** The API tells no sanctions then. */
    @Test
    void aDecisionWhosePaperWasNotServedHasItsDateAlone() {
        List<CaseLine> lines = lines(List.of(new Done("decide", at(3))), List.of(), List.of());

        assertThat(lines).extracting(CaseLine::action).containsExactly("confirm", "decide");
        assertThat(lines).extracting(CaseLine::text).containsOnlyNulls();
    }

    private static List<CaseLine> lines(List<Done> course, List<Served> served, List<Sanctioned> sanctions) {
        var detail = new OwnCaseDetail(
                UUID.randomUUID(),
                "36048110000001",
                Authority.CULTURE,
                LocalDate.parse("2026-07-10"),
                "closed",
                "",
                null,
                served,
                course,
                sanctions,
                List.of(),
                0,
                "",
                "");
        return CaseLine.all(
                violation(), null, List.of(new OwnCase(detail, false, Set.of())), all -> all.size() + " sanction");
    }

    private static ViolationDetail violation() {
        var summary = new ViolationSummary(
                new ViolationId(UUID.randomUUID()),
                "OVERTIME_OPERATION",
                "fact",
                "ended",
                new Course("closed", null, false),
                "36048110000001",
                "360481",
                new Period(NIGHT, NIGHT, NIGHT.plusHours(1), false),
                null,
                new Extent(60L, null, null, null, null));
        var confirmed = new CaseStep(1, "confirm", at(2), Authority.CULTURE, null, null, null, null);
        return new ViolationDetail(
                summary,
                new Grounds("1", List.of(), List.of(), List.of(Authority.CULTURE), null),
                Optional.empty(),
                List.of(confirmed),
                List.of(),
                List.of());
    }

    private static OffsetDateTime at(int hours) {
        return NIGHT.plusHours(hours);
    }
}
