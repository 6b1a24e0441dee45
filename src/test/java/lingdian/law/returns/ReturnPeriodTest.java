package lingdian.law.returns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import lingdian.domain.CampaignId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The periods of returns (handbook, returns.md#periods). */
class ReturnPeriodTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01, MONTH,     2026-01-01, 2026-01-31",
        "2026-11, MONTH,     2026-11-01, 2026-11-30",
        "2028-02, MONTH,     2028-02-01, 2028-02-29",
        "2026-Q1, QUARTER,   2026-01-01, 2026-03-31",
        "2026-Q4, QUARTER,   2026-10-01, 2026-12-31",
        "2026-H1, HALF_YEAR, 2026-01-01, 2026-06-30",
        "2026-H2, HALF_YEAR, 2026-07-01, 2026-12-31",
        "2026,    YEAR,      2026-01-01, 2026-12-31",
    })
    void aNameIsAPartOfTheCalendar(String name, ReturnPeriod.Kind kind, LocalDate from, LocalDate to) {
        ReturnPeriod period = ReturnPeriod.of(name).orElseThrow();

        assertThat(period).isEqualTo(new ReturnPeriod(name, kind, from, to));
        assertThat(period.accumulatedFrom())
                .isEqualTo("2026".equals(name.substring(0, 4)) ? "2026-01-01" : "2028-01-01");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30, MONTH,     2026-11",
        "2026-01-01, QUARTER,   2026-Q1",
        "2026-03-31, QUARTER,   2026-Q1",
        "2026-04-01, QUARTER,   2026-Q2",
        "2026-12-31, QUARTER,   2026-Q4",
        "2026-06-30, HALF_YEAR, 2026-H1",
        "2026-07-01, HALF_YEAR, 2026-H2",
        "2026-12-31, YEAR,      2026",
    })
    void aDayIsInOnePartOfEachKind(LocalDate day, ReturnPeriod.Kind kind, String name) {
        assertThat(ReturnPeriod.with(day, kind).name()).isEqualTo(name);
        assertThat(ReturnPeriod.Kind.of(kind.wire())).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-H3", "2026-1", "26", "1999", "2101-01", "2026-W1"
            })
    void nothingElseIsOne(String name) {
        assertThat(ReturnPeriod.of(name)).isEmpty();
    }

    /** What a campaign over New Year has accumulated includes all of the campaign. */
    @ParameterizedTest
    @CsvSource({"2026-07-01, 2026-08-31, 2026-01-01", "2025-12-20, 2026-02-28, 2025-12-20"})
    void aCampaignAccumulatesFromTheYearOfItsEnd(LocalDate from, LocalDate to, LocalDate accumulatedFrom) {
        var campaign = ReturnPeriod.campaign(new CampaignId(new UUID(1, 2)), from, to);

        assertThat(campaign.accumulatedFrom()).isEqualTo(accumulatedFrom);
        assertThat(campaign.name()).isEqualTo(new UUID(1, 2).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-31, false, false",
        "2026-11-01, true, false",
        "2026-11-30, true, false",
        "2026-12-01, true, true"
    })
    void aPeriodBeginsAndIsOver(LocalDate today, boolean begun, boolean over) {
        ReturnPeriod november = ReturnPeriod.of("2026-11").orElseThrow();

        assertThat(november.hasBegun(today)).isEqualTo(begun);
        assertThat(november.isOver(today)).isEqualTo(over);
    }

    @Test
    void theLatestAndOfThoseTheShortestComesFirst() {
        assertThat(ReturnPeriod.begunOf(2026, LocalDate.of(2026, 4, 30)))
                .extracting(ReturnPeriod::name)
                .containsExactly("2026-04", "2026-Q2", "2026-03", "2026-02", "2026-01", "2026-Q1", "2026-H1", "2026");
        assertThat(ReturnPeriod.begunOf(2025, LocalDate.of(2026, 4, 30))).hasSize(12 + 4 + 2 + 1);
        assertThat(ReturnPeriod.begunOf(2027, LocalDate.of(2026, 4, 30))).isEmpty();
    }
}
