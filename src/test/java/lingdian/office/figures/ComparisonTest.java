package lingdian.office.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import lingdian.office.figures.Comparison.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When counties and months are comparable, and when a rate is given. */
class ComparisonTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            # month,  today,      month until, last month until, last year until
            2026-07,  2026-07-10, 2026-07-10,  2026-06-10,       2025-07-10
            2026-03,  2026-03-30, 2026-03-30,  2026-02-28,       2025-03-30
            2026-06,  2026-07-10, 2026-06-30,  2026-05-31,       2025-06-30
            """)
    void aRunningMonthIsComparedWithTheSameDays(
            YearMonth month, LocalDate today, LocalDate to, LocalDate lastMonth, LocalDate lastYear) {
        assertThat(Comparison.periods(month, today)).extracting(Period::to).containsExactly(to, lastMonth, lastYear);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # café days, hours, violations, withheld, logins, days withheld | per café in 10 days, per 1,000 logins
            20,          480,   6,          0,        3000,   0,              3.0,                 2.0
            20,          480,   6,          1,        3000,   0,              -,                   -
            20,          480,   6,          0,        3000,   1,              3.0,                 -
            20,          480,   6,          0,        0,      0,              3.0,                 -
            0,           0,     6,          0,        3000,   0,              -,                   2.0
            """)
    void noRateIsGivenOfWhatIsWithheldInPart(
            long cafeDays,
            long hours,
            long violations,
            long withheld,
            long logins,
            long days,
            Double perCafe,
            Double perLogins) {
        var month = new RegionMonth(cafeDays, hours, violations, withheld, 0, logins, days, 10);

        assertThat(month.perCafe(10)).isEqualTo(perCafe);
        assertThat(month.perThousandLogins()).isEqualTo(perLogins);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # hours of 10 café days, withheld, other coverage | cautions
            240,                     0,        95,              ''
            240,                     0,        90,              ''
            240,                     0,        89,              coverage
            120,                     1,        89,              coverage withheld
            240,                     0,        -,               coverage
            """)
    void unequalCoverageIsCautioned(long hours, long withheld, Double other, String cautions) {
        var month = new RegionMonth(10, hours, 1, withheld, 0, 1, 0, 10);

        assertThat(String.join(" ", Comparison.cautions(month, other, 10))).isEqualTo(cautions);
        assertThat(Comparison.cautions(RegionMonth.NONE, other, 10)).containsExactly("not-heard");
    }

    /** A rate of a few days would be one of the whole period that nobody saw. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # days heard of 30 | per café, cautions
            30,                  1.0,      ''
            15,                  2.0,      ''
            14,                  -,        few-days
            1,                   -,        few-days
            """)
    void noRateIsGivenWhereFewDaysHaveData(long heard, Double perCafe, String cautions) {
        var month = new RegionMonth(10 * heard, 240 * heard, 10, 0, 0, 1, 0, heard);

        assertThat(month.perCafe(30)).isEqualTo(perCafe);
        assertThat(String.join(" ", Comparison.cautions(month, 100.0, 30))).isEqualTo(cautions);
    }

    @Test
    void aCountyWithoutFiguresInAPeriodIsThereAllTheSame() {
        var heard = new RegionMonth(31, 744, 1, 0, 60, 1000, 0, 31);
        List<Period> periods = Comparison.periods(YearMonth.of(2026, 7), LocalDate.of(2026, 8, 2));

        var item = new Comparison(periods, List.of(Map.of("360481", heard), Map.of(), Map.of("360482", heard)))
                .json()
                .getJsonArray("items");

        assertThat(item).hasSize(2);
        assertThat(item.getJsonObject(0)
                        .getJsonArray("figures")
                        .getJsonObject(0)
                        .getDouble("perCafe"))
                .isEqualTo(1.0);
        assertThat(item.getJsonObject(0)
                        .getJsonArray("figures")
                        .getJsonObject(1)
                        .getJsonArray("cautions"))
                .containsExactly("not-heard");
    }
}
