package lingdian.console.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import lingdian.console.trend.Trends.HeardOf;
import lingdian.office.figures.TrendFigures;
import lingdian.office.figures.TrendFigures.TerminalDay;
import org.junit.jupiter.api.Test;

/** The share of licensed terminals that were heard of, as the page of trends shows it. */
class TrendsTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-07-01");

    @Test
    void theShareIsOfAllCountiesWhoseNumbersAreKnown() {
        HeardOf heardOf =
                heardOf(new TerminalDay(FIRST, 300, 270, 1), new TerminalDay(FIRST, 100, 50, 0), unknown(1, 4));

        assertThat(heardOf.days().total()).as("one bar, of 80 per cent").isEqualTo(80);
        assertThat(heardOf.percent()).isEqualTo(80);
        assertThat(heardOf.lastDay()).isEqualTo("2026-07-02");
        assertThat(heardOf.unknownCafes()).isEqualTo(4);
    }

    /** Which is not the same as 0 per cent. */
    @Test
    void whereNothingIsKnownThereIsNoShare() {
        assertThat(heardOf(unknown(0, 2)).percent()).isNull();
        assertThat(heardOf().percent()).isNull();
        assertThat(heardOf().lastDay()).isNull();
        assertThat(heardOf(new TerminalDay(FIRST, 10, 0, 0)).percent()).isZero();
    }

    private static TerminalDay unknown(int day, long cafes) {
        return new TerminalDay(FIRST.plusDays(day), 0, 0, cafes);
    }

    private static HeardOf heardOf(TerminalDay... days) {
        return HeardOf.of(
                new TrendFigures(FIRST, FIRST.plusDays(6), List.of(), List.of(), List.of(), Arrays.asList(days)));
    }
}
