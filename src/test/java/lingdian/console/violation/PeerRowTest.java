package lingdian.console.violation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import lingdian.access.signin.Language;
import lingdian.console.frame.Words;
import lingdian.domain.RegionCode;
import lingdian.law.figures.PeerFigure;
import lingdian.office.violation.ViolationSummary.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the page of a violation writes a café's distance from other cafés. */
class PeerRowTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            night-logins   | 360481 | 0.41249 | 0.08  | 4.249  | 41.2 % | 8.0 %  | +4.2  | county
            minors-refused | 360400 | 0       | 0.125 | -3.501 | 0.0 %  | 12.5 % | -3.5  | city
            logins-a-seat  | 360000 | 12.346  | 3.4   | 21.449 | 12.35  | 3.40   | +21.4 | province
            """)
    void sharesArePercentAndSeatsHaveTwoDecimals(
            String figure,
            String region,
            double value,
            double median,
            double score,
            String valueText,
            String medianText,
            String scoreText,
            String level) {
        var row = new PeerRow(new Peers(figure, new RegionCode(region), 12, 640, value, median, score));

        assertThat(row.value()).isEqualTo(valueText);
        assertThat(row.median()).isEqualTo(medianText);
        assertThat(row.score()).isEqualTo(scoreText);
        assertThat(row.level()).isEqualTo(level);
        assertThat(row.cafes()).isEqualTo("12");
        assertThat(row.logins()).isEqualTo("640");
    }

    @Test
    void everyFigureAndLevelHasAText() {
        Set<String> keys = Words.in(Language.ZH).keys();

        assertThat(keys).contains("peers.county", "peers.city", "peers.province");
        assertThat(Arrays.stream(PeerFigure.values()).map(figure -> "peers." + figure.wire()))
                .isSubsetOf(keys);
    }
}
