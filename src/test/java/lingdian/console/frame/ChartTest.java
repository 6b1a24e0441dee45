package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A day that is unknown or withheld is never 0 in a chart, and a day of nothing is. */
class ChartTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-07-06");
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final LocalDate SUNDAY = MONDAY.plusDays(6);

    @Test
    void aDayWithoutACountHadNone() {
        Chart chart = Chart.of(Map.of(MONDAY, 3L, TUESDAY, 0L), MONDAY, SUNDAY);

        assertThat(chart.days()).containsExactly(MONDAY);
        assertThat(chart.unknownDays()).isZero();
        assertThat(chart.filledDays()).isOne();
        assertThat(chart.most()).as("the figures decide").isNull();
    }

    @Test
    void aDayWithoutAShareIsUnknown() {
        Chart chart = Chart.shares(Map.of(MONDAY, 80L, TUESDAY, 0L), MONDAY, SUNDAY);

        assertThat(chart.days()).as("0 per cent is a figure").containsExactly(TUESDAY, MONDAY);
        assertThat(chart.unknownDays()).isEqualTo(5);
        assertThat(chart.drawn(TUESDAY)).isZero();
        assertThat(chart.most()).isEqualTo(100);
    }

    @Test
    void aWithheldDayIsListedAndDrawsOnlyWhatIsPublished() {
        Chart chart = Chart.of(Map.of(MONDAY, 7L, TUESDAY, 0L), MONDAY, SUNDAY, Set.of(MONDAY, TUESDAY));

        assertThat(chart.days()).containsExactly(TUESDAY, MONDAY);
        assertThat(chart.drawn(MONDAY)).isEqualTo(7);
        assertThat(chart.drawn(TUESDAY)).as("all of it is withheld").isNull();
        assertThat(List.of(chart.total(), chart.highest())).containsOnly(7L);
    }
}
