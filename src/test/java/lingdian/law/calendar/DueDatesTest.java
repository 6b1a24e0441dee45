package lingdian.law.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import lingdian.domain.ChinaTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handbook, working-days.md#how-terms-end: reckoned by hand with a printed calendar of 2026. */
class DueDatesTest {
    private static final DueDates DATES = new DueDates(ShippedYears.calendar(2026, 2027), ChinaTime.ZONE);
    private static final String NOW = "2026-11-12T12:00";

    @ParameterizedTest(name = "{1} + {0} = {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            2 wd | 2026-11-27 | 2026-12-01              | an ordinary weekend lies between
            1 wd | 2026-11-28 | 2026-11-30              | a step taken on a Saturday
            2 wd | 2025-12-31 | 2026-01-05              | New Year: 1 to 3 January off, Sunday 4 is worked
            5 wd | 2026-02-13 | 2026-02-27              | Spring Festival: Saturday 14 is worked, 15 to 23 off
            6 wd | 2026-02-13 | 2026-02-28              | the Saturday that makes up for it is the last day
            7 wd | 2026-02-13 | 2026-03-02              | and after it comes Monday
            2 wd | 2026-04-03 | 2026-04-08              | Qingming: 4 to 6 April off
            7 wd | 2026-04-30 | 2026-05-13              | Labour Day: 1 to 5 May off, Saturday 9 is worked
            1 wd | 2026-06-18 | 2026-06-22              | Dragon Boat: 19 to 21 June off
            2 wd | 2026-09-18 | 2026-09-21              | Sunday 20 September is worked
            7 wd | 2026-09-24 | 2026-10-12              | Mid-Autumn and the National week, Saturday 10 October is worked
            2 wd | 2026-10-03 | 2026-10-09              | a step taken within the National week
            1 wd | 2026-12-30 | 2026-12-31              | the last working day of the year
            2 wd | 2026-12-30 | 2027-01-04, provisional | New Year by law, the year's notice is not entered
            3 d  | 2026-11-09 | 2026-11-12              | no weekend
            1 d  | 2026-03-06 | 2026-03-09              | a last day on Saturday moves to Monday
            2 d  | 2026-02-12 | 2026-02-14              | a last day on a worked Saturday does not move
            3 d  | 2026-02-12 | 2026-02-24              | a last day in Spring Festival moves behind it
            15 d | 2026-09-16 | 2026-10-08              | a last day on 1 October moves behind the National week
            15 d | 2026-09-14 | 2026-09-29              | holidays on the way are counted
            90 d | 2026-07-08 | 2026-10-08              | the decision's 90 days end on 6 October
            90 d | 2026-11-10 | 2027-02-09, provisional | Monday 8 February is the third day of the New Year
            1 month  | 2026-01-31 | 2026-02-28              | February has no 31st; that Saturday is worked
            1 month  | 2027-01-30 | 2027-03-01, provisional | 28 February is a Sunday
            1 month  | 2028-01-31 | 2028-02-29, provisional | a leap day
            12 month | 2028-02-29 | 2029-02-28, provisional | from a leap day
            1 month  | 2026-02-28 | 2026-03-30              | 28 March is a Saturday: not the month's end, the same number
            6 month  | 2026-03-31 | 2026-09-30              | September has no 31st
            6 month  | 2026-04-01 | 2026-10-08              | a last day on 1 October
            3 month  | 2026-06-05 | 2026-09-07              | 5 September is a Saturday
            24 month | 2026-11-12 | 2028-11-13, provisional | the limitation of two years ends on a Sunday
            """)
    void ofDaysAndMonths(String term, LocalDate start, String due, String why) {
        assertThat(day(term, start + "T15:30", "", NOW)).isEqualTo(due);
    }

    @ParameterizedTest(name = "{1} + {0} = {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            24 h | 2026-10-01T10:00    | 2026-10-02T02:00:00Z | a holiday does not move it
            24 h | 2026-02-28T23:59:59 | 2026-03-01T15:59:59Z | over the month's end
            48 h | 2026-12-31T08:00    | 2027-01-02T00:00:00Z | over New Year, and never provisional
            1 h  | 2026-11-12T23:00    | 2026-11-12T16:00:00Z | to midnight
            """)
    void ofHours(String term, String start, String due, String why) {
        assertThat(end(term, start, "", NOW)).isEqualTo(new DueDate.Moment(Instant.parse(due)));
    }

    @ParameterizedTest(name = "{1} + {0}, paused {2} = {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            7 wd    | 2026-11-02 | 2026-11-04..2026-11-05                        | 2026-11-13 | two working days lost
            7 wd    | 2026-11-02 | 2026-11-07..2026-11-08                        | 2026-11-11 | a weekend loses none
            15 d    | 2026-11-02 | 2026-11-10..2026-11-12                        | 2026-11-20 | three days lost
            15 d    | 2026-11-02 | 2026-10-20..2026-11-02                        | 2026-11-17 | over before the first day
            15 d    | 2026-11-02 | 2026-10-20..2026-11-03                        | 2026-11-18 | one day lost
            5 d     | 2026-11-02 | 2026-11-07..2026-11-08                        | 2026-11-09 | the last day itself
            5 d     | 2026-11-02 | 2026-11-09..2026-11-10                        | 2026-11-11 | the day to which a Saturday moves
            1 month | 2026-11-02 | 2026-11-10..2026-11-14                        | 2026-12-07 | five days lost of a month
            1 month | 2026-11-02 | 2026-11-10..2026-11-14 2026-11-12..2026-11-16 | 2026-12-09 | a day lost twice is one day
            1 month | 2026-11-02 | 2026-12-01..2026-12-03                        | 2026-12-07 | two of them within the month
            15 d    | 2026-11-02 | 2026-11-10..                                  | 2026-11-20 | goes on: three days so far
            15 d    | 2026-11-02 | 2026-11-12..                                  | 2026-11-18 | began today
            15 d    | 2026-11-02 | 2026-11-20..                                  | 2026-11-17 | has not begun
            """)
    void withPauses(String term, LocalDate start, String pauses, String due, String why) {
        assertThat(day(term, start + "T09:00", pauses, NOW)).isEqualTo(due);
    }

    @Test
    void hoursOfAPauseDoNotCount() {
        // 14 hours until midnight, and ten on the fourth
        assertThat(end("24 h", "2026-11-02T10:00", "2026-11-03..2026-11-03", NOW))
                .isEqualTo(new DueDate.Moment(Instant.parse("2026-11-04T02:00:00Z")));
    }

    @Test
    void eachDayOfAPauseThatGoesOnMovesTheEnd() {
        assertThat(day("15 d", "2026-11-02T09:00", "2026-11-10..", "2026-11-12T23:59"))
                .isEqualTo("2026-11-20");
        assertThat(day("15 d", "2026-11-02T09:00", "2026-11-10..", "2026-11-16T00:00"))
                .isEqualTo("2026-11-24");
    }

    @Test
    void theCafesLocalDateCounts() {
        var inUrumqi = new DueDates(DATES.calendar(), ZoneId.of("Asia/Urumqi"));
        Instant start =
                Instant.parse("2026-11-11T17:00:00Z"); // 12 November 01:00 in Shanghai, 11 November 23:00 in Urumqi

        assertThat(inUrumqi.end(new Term(1, Term.Unit.WD), start, List.of(), start))
                .hasToString("2026-11-12");
        assertThat(DATES.end(new Term(1, Term.Unit.WD), start, List.of(), start))
                .hasToString("2026-11-13");
    }

    @Test
    void whatIsEnteredLaterCountsFromThenOn() {
        var without = new DueDates(ShippedYears.calendar(2026), ChinaTime.ZONE);
        Instant start = china("2026-11-10T09:00");

        assertThat(without.end(new Term(90, Term.Unit.D), start, List.of(), start))
                .as("nothing is known of the Spring Festival of 2027")
                .isEqualTo(new DueDate.Day(LocalDate.parse("2027-02-08"), true));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-12, 2026-11-12T23:59:59.999, false",
        "2026-11-12, 2026-11-13T00:00:00,     true",
        "2026-11-12, 2026-11-11T00:00:00,     false"
    })
    void aDayIsOverAtMidnight(LocalDate due, String now, boolean over) {
        assertThat(new DueDate.Day(due, false).isOver(china(now), ChinaTime.ZONE))
                .isEqualTo(over);
    }

    @Test
    void aMomentIsOverAfterIt() {
        var due = new DueDate.Moment(china("2026-11-12T10:00"));

        assertThat(due.isOver(due.at(), ChinaTime.ZONE)).isFalse();
        assertThat(due.isOver(due.at().plusNanos(1), ChinaTime.ZONE)).isTrue();
    }

    @Test
    void everythingHasALimit() {
        assertThatThrownBy(() -> new Term(0, Term.Unit.WD)).hasMessage("n: must be from 1 to 1000");
        assertThatThrownBy(() -> new Term(121, Term.Unit.MONTH)).hasMessage("n: must be from 1 to 120");
        var day = LocalDate.parse("2026-11-12");
        assertThatThrownBy(() -> new Pause(day, day.minusDays(1))).hasMessageStartingWith("to: must not be before");
        assertThatThrownBy(() -> new Pause(day, day.plusDays(3_660))).hasMessageContaining("ten years");
        List<Pause> pauses = Collections.nCopies(101, new Pause(day, day));
        assertThatThrownBy(() -> DATES.end(new Term(1, Term.Unit.D), Instant.EPOCH, pauses, Instant.EPOCH))
                .hasMessage("pauses: must be at most 100");
    }

    private static String day(String term, String start, String pauses, String now) {
        DueDate.Day day = (DueDate.Day) end(term, start, pauses, now);
        return day.date() + (day.provisional() ? ", provisional" : "");
    }

    private static DueDate end(String term, String start, @Nullable String pauses, String now) {
        String[] words = term.split(" ");
        Term.Unit unit = Term.Unit.valueOf(words[1].toUpperCase(Locale.ROOT));
        List<Pause> all = pauses == null || pauses.isEmpty()
                ? List.of()
                : Arrays.stream(pauses.split(" ")).map(DueDatesTest::pause).toList();
        return DATES.end(new Term(Integer.parseInt(words[0]), unit), china(start), all, china(now));
    }

    private static Pause pause(String text) {
        String[] ends = text.split("\\.\\.", -1);
        return new Pause(LocalDate.parse(ends[0]), ends[1].isEmpty() ? null : LocalDate.parse(ends[1]));
    }

    private static Instant china(String local) {
        return LocalDateTime.parse(local).atZone(ChinaTime.ZONE).toInstant();
    }
}
