package lingdian.law.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.law.calendar.DueDate;
import lingdian.law.calendar.DueDates;
import lingdian.law.calendar.Pause;
import lingdian.law.calendar.ShippedYears;
import lingdian.law.calendar.Term;
import lingdian.law.statute.LawStanding;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final DueDates DATES = new DueDates(ShippedYears.calendar(2026), ChinaTime.ZONE);
    private static final Instant FILED = Instant.parse("2026-10-30T06:00:00Z");

    private static DeadlineRule rule(String id, Term term) {
        return new DeadlineRule(id, term, "行政处罚法第六十条", LawStanding.CONFIRMED, LocalDate.parse("2021-07-15"));
    }

    @Test
    void saysWhenItIsDueByWhichLawAndWhetherItIsSure() {
        assertThat(Deadline.of(rule("CHECK", new Term(2, Term.Unit.WD)), FILED, List.of(), FILED, DATES))
                .isEqualTo(new Deadline(
                        "CHECK", new DueDate.Day(LocalDate.parse("2026-11-03"), false), false, false, "行政处罚法第六十条"));
        assertThat(Deadline.of(rule("DECIDE", new Term(90, Term.Unit.D)), FILED, List.of(), FILED, DATES))
                .extracting(Deadline::due, Deadline::provisional)
                .containsExactly(new DueDate.Day(LocalDate.parse("2027-01-28"), true), true);
    }

    @Test
    void isOverdueOnceItsDayIsPastAndNotWhileItIsPaused() {
        DeadlineRule rule = rule("CHECK", new Term(2, Term.Unit.WD));
        Instant later = Instant.parse("2026-11-03T16:00:00Z"); // midnight in China

        assertThat(Deadline.of(rule, FILED, List.of(), later.minusMillis(1), DATES)
                        .overdue())
                .isFalse();
        assertThat(Deadline.of(rule, FILED, List.of(), later, DATES).overdue()).isTrue();
        assertThat(Deadline.of(rule, FILED, List.of(new Pause(LocalDate.parse("2026-11-03"), null)), later, DATES)
                        .overdue())
                .isFalse();
    }

    @Test
    void appliesToStepsSinceItIsLaw() {
        DeadlineRule rule = rule("DECIDE", new Term(90, Term.Unit.D));

        assertThat(rule.appliesOn(LocalDate.parse("2021-07-14"))).isFalse();
        assertThat(rule.appliesOn(LocalDate.parse("2021-07-15"))).isTrue();
    }

    @Test
    void hasANameAndABasis() {
        Term term = new Term(1, Term.Unit.H);
        assertThatThrownBy(() -> new DeadlineRule("decide", term, "b", LawStanding.CONFIRMED, null))
                .hasMessage("id: must be 1 to 20 capital letters and hyphens");
        assertThatThrownBy(() -> new DeadlineRule("D", term, " ", LawStanding.CONFIRMED, null))
                .hasMessage("basis: must not be blank");
    }
}
