package lingdian.law.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import lingdian.law.statute.LawStanding;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.YamlFile;
import org.junit.jupiter.api.Test;

class CalendarYearTest {
    private static CalendarYear read(String yaml) {
        return YamlFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), CalendarYear.class);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatThrownBy(() -> read("""
                        year: 2028
                        official: true
                        source: " "
                        days:
                          - {date: 2028-01-01, kind: holiday, name: 元旦}
                          - {date: 2027-01-01, kind: holiday, name: 元旦}
                          - {date: 2028-01-03, kind: workday, name: 元旦}
                          - {date: 2028-01-01, kind: holiday, name: "", source: ""}
                          - {date: 2029-01-01, kind: holiday, name: 元旦}
                        """))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .containsExactly(
                                        "source: must be a text of 1 to 200 characters",
                                        "days[1].date: must be in the year, or in the last days of December before",
                                        "days[2].kind: must be holiday, or the date a Saturday or Sunday",
                                        "days[3].name: must be a text of 1 to 40 characters",
                                        "days[3].source: must be a text of 1 to 200 characters",
                                        "days[3].date: must not be listed before",
                                        "days[4].date: must be in the year, or in the last days of December before",
                                        "days: must have 1 January, 1 and 2 May and 1 to 3 October as holidays if official"));
    }

    @Test
    void valuesAndKeysAreCheckedFirst() {
        assertThatThrownBy(() -> read("""
                        year: twenty
                        official: true
                        source: s
                        state: confirmed
                        days:
                          - {date: 2028-02-30, kind: off, name: 春节}
                        """))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .containsExactly(
                                        "state: unknown key; known here: days, official, source, standing, year",
                                        "year: must be a whole number (of a size that fits)",
                                        "days[0].date: must be a date such as 2026-07-01",
                                        "days[0].kind: must be one of holiday, workday"));
    }

    @Test
    void aDayHasItsOwnSourceOrTheYears() {
        CalendarYear year = read("""
                year: 2028
                official: false
                source: 国办发明电〔2027〕1号
                days:
                  - {date: 2028-05-01, kind: holiday, name: 劳动节}
                  - {date: 2028-01-01, kind: holiday, name: 元旦, source: 办法, standing: confirmed}
                  - {date: 2027-12-31, kind: holiday, name: 元旦}
                """);

        assertThat(year.days())
                .as("by date")
                .extracting(CalendarDay::date)
                .containsExactly(LocalDate.of(2027, 12, 31), LocalDate.of(2028, 1, 1), LocalDate.of(2028, 5, 1));
        assertThat(year.sourceOf(year.days().get(1))).isEqualTo("办法");
        assertThat(year.standingOf(year.days().get(1))).isEqualTo(LawStanding.CONFIRMED);
        assertThat(year.sourceOf(year.days().get(2))).isEqualTo("国办发明电〔2027〕1号");
        assertThat(year.standingOf(year.days().get(2)))
                .as("nobody has said that it was checked")
                .isEqualTo(LawStanding.TO_BE_CHECKED);
    }

    /** Labour Day had one day by law until 2024. */
    @Test
    void anOfficialYearOfThePastMayLackTheSecondOfMay() {
        assertThat(read("{year: 2024, official: true, source: s, days: []}").official())
                .isTrue();
    }
}
