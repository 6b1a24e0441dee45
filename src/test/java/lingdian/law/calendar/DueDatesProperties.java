package lingdian.law.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lingdian.domain.ChinaTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** {@link DueDates} against {@link NaiveCalendar}, which shares no code with it. */
class DueDatesProperties {
    private static final DueDates DATES = new DueDates(ShippedYears.calendar(2026), ChinaTime.ZONE);
    private static final Instant FROM = Instant.parse("2025-12-20T00:00:00Z");

    /** A term, its start, and what interrupts it. */
    private record Question(Term term, Instant start, List<Pause> pauses, Instant now) {
        static Question of(long seed) {
            var random = new Random(seed);
            Term.Unit unit = Term.Unit.values()[random.nextInt(4)];
            int most = List.of(60, 120, 100, 26).get(unit.ordinal());
            Instant start = FROM.plus(random.nextInt(400 * 24 * 60), ChronoUnit.MINUTES);
            var pauses = new ArrayList<Pause>();
            LocalDate day = LocalDate.ofInstant(start, ChinaTime.ZONE);
            for (int i = random.nextInt(4); i > 0; i--) {
                LocalDate from = day.plusDays(random.nextInt(60) - 5);
                pauses.add(new Pause(from, random.nextInt(4) == 0 ? null : from.plusDays(random.nextInt(12))));
            }
            return new Question(
                    new Term(1 + random.nextInt(most), unit),
                    start,
                    pauses,
                    start.plus(random.nextInt(80 * 24), ChronoUnit.HOURS));
        }

        DueDate answer() {
            return DATES.end(term, start, pauses, now);
        }

        Question unpaused() {
            return new Question(term, start, List.of(), now);
        }

        LocalDate today() {
            return LocalDate.ofInstant(now, ChinaTime.ZONE);
        }
    }

    @Property(tries = 400)
    void endsAsOneTicksItOff(@ForAll long seed) {
        Question asked = Question.of(seed);
        var naive = new NaiveCalendar(ChinaTime.ZONE, asked.pauses(), asked.today());

        assertThat(asked.answer()).as("%s", asked).hasToString(naive.end(asked.term(), asked.start()));
    }

    @Property(tries = 200)
    void theLastDayIsWorkedAndNotPaused(@ForAll long seed) {
        Question asked = Question.of(seed);
        if (asked.answer() instanceof DueDate.Day day) {
            assertThat(NaiveCalendar.isWorked(day.date())).as("%s", asked).isTrue();
            assertThat(asked.pauses()).noneMatch(pause -> pause.covers(day.date(), asked.today()));
            if (day.date().getYear() != 2026) {
                assertThat(day.provisional()).as("%s", asked).isTrue();
            }
        }
    }

    @Property(tries = 200)
    void whatBeginsLaterDoesNotEndEarlier(@ForAll long seed) {
        Question asked = Question.of(seed).unpaused();
        Question later = new Question(asked.term(), asked.start().plus(1, ChronoUnit.DAYS), List.of(), asked.now());

        assertThat(asked.answer().toString())
                .as("%s", asked)
                .isLessThanOrEqualTo(later.answer().toString());
    }

    @Property(tries = 200)
    void aPauseNeverBringsTheEndForward(@ForAll long seed) {
        Question asked = Question.of(seed);

        assertThat(asked.unpaused().answer().toString())
                .as("%s", asked)
                .isLessThanOrEqualTo(asked.answer().toString());
    }
}
