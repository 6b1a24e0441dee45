package lingdian.law.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import lingdian.law.calendar.CalendarDay.Kind;
import lingdian.law.statute.LawStanding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkCalendarTest {
    private static final WorkCalendar SHIPPED = ShippedYears.calendar(2026, 2027);

    /** The file against the notice's own sentences, day by day. */
    @Test
    void theShippedYearIsTheNotices() {
        List<LocalDate> days =
                LocalDate.of(2026, 1, 1).datesUntil(LocalDate.of(2027, 1, 1)).toList();

        assertThat(days)
                .allSatisfy(
                        day -> assertThat(SHIPPED.isWorkday(day)).as("%s", day).isEqualTo(NaiveCalendar.isWorked(day)));
        assertThat(days.stream().filter(SHIPPED::isWorkday)).hasSize(248);
        assertThat(SHIPPED.isProvisional(2026)).isFalse();
        assertThat(ShippedYears.of(2026).days()).hasSize(39);
    }

    @Test
    void everyShippedDayNamesItsSource() {
        for (CalendarYear year : SHIPPED.years()) {
            assertThat(year.days()).allSatisfy(day -> {
                assertThat(year.sourceOf(day)).contains("《", "》");
                assertThat(year.standingOf(day)).isNotNull();
            });
        }
    }

    @ParameterizedTest(name = "{0} worked: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            2025-12-31 | true  | a Wednesday of a year without a table
            2025-12-27 | false | a Saturday of one
            2025-05-02 | false | a statutory holiday of fixed date, a Friday
            2025-10-06 | true  | the notice of 2025 is not entered
            2027-02-05 | false | the lunar New Year's Eve, in a table that is not official
            2027-02-09 | true  | which days are off besides is not known
            2027-10-04 | true  | the National Day has three days by law
            2028-01-03 | true  | a Monday of a year without a table
            """)
    void aYearWithoutItsNoticeIsProvisional(LocalDate day, boolean worked, String why) {
        assertThat(SHIPPED.isWorkday(day)).isEqualTo(worked);
        assertThat(SHIPPED.isProvisional(day.getYear())).isTrue();
    }

    /** As the notice of 2019 did: 29 December 2018 was worked, the 31st was off. */
    @Test
    void aNoticeMovesDaysOfTheDecemberBefore() {
        WorkCalendar calendar = SHIPPED.with(List.of(year(
                2027,
                day("2026-12-26", Kind.WORKDAY),
                day("2026-12-31", Kind.HOLIDAY),
                day("2027-01-01", Kind.HOLIDAY))));

        assertThat(calendar.isWorkday(LocalDate.parse("2026-12-26"))).isTrue();
        assertThat(calendar.isWorkday(LocalDate.parse("2026-12-31"))).isFalse();
        assertThat(calendar.isWorkday(LocalDate.parse("2026-12-30"))).isTrue();
    }

    @Test
    void aYearThatIsEnteredReplacesTheFilesWhole() {
        WorkCalendar calendar = SHIPPED.with(List.of(year(2027, day("2027-02-09", Kind.HOLIDAY))));

        assertThat(calendar.isWorkday(LocalDate.parse("2027-02-09"))).isFalse();
        assertThat(calendar.isWorkday(LocalDate.parse("2027-02-08")))
                .as("only in the file")
                .isTrue();
        assertThat(calendar.years()).extracting(CalendarYear::year).containsExactly(2026, 2027);
        assertThat(SHIPPED.isWorkday(LocalDate.parse("2027-02-09")))
                .as("unchanged")
                .isTrue();
    }

    private static CalendarYear year(int year, CalendarDay... days) {
        return new CalendarYear(year, false, "s", LawStanding.CONFIRMED, List.of(days));
    }

    private static CalendarDay day(String date, Kind kind) {
        return new CalendarDay(LocalDate.parse(date), kind, "n", null, null);
    }
}
