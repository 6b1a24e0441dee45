package lingdian.law.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The robust z-score: 0.6745 times the distance from the median, over the median absolute deviation (MAD). */
class RobustScoreTest {
    /** Worked out by hand; the first row has a MAD of 1349 and a distance of 7000: 0.6745 × 7000 / 1349 = 3.5. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            12000 | 3651 3651 5000 6349 6349        | 5000 | 3500
            12001 | 3651 3651 5000 6349 6349        | 5000 | 3500
            12003 | 3651 3651 5000 6349 6349        | 5000 | 3501
            -2000 | 3651 3651 5000 6349 6349        | 5000 | -3500
            -2001 | 3651 3651 5000 6349 6349        | 5000 | -3500
            5000  | 3651 3651 5000 6349 6349        | 5000 | 0
            7     | 1 2 4 5                         | 3    | 1798
            7     | 5 4 2 1                         | 3    | 1798
            100   | 1 2 3 4 5 6 7 8 9               | 5    | 32038
            100   | 1 2 3 4 5 6 7 8 1000000         | 5    | 32038
            """)
    void isOfTheMiddleOfThePeers(long value, String peers, long median, int thousandths) {
        assertThat(RobustScore.of(value, longs(peers))).isEqualTo(new RobustScore(median, thousandths));
    }

    /** Where most peers have one value, any other would be infinitely far. */
    @ParameterizedTest
    @CsvSource({"0, 0 0 0 0 0", "500000, 0 0 0 0 0", "500000, 0 0 0 0 999999", "7, 7"})
    void aDeviationOfZeroGivesNoScore(long value, String peers) {
        assertThat(RobustScore.of(value, longs(peers))).isNull();
    }

    @Test
    void aScoreIsBounded() {
        assertThat(RobustScore.of(1_000_000_000_000L, longs("0 0 1 1"))).isEqualTo(new RobustScore(0, 1_000_000));
        assertThat(RobustScore.of(-1_000_000_000_000L, longs("0 0 1 1"))).isEqualTo(new RobustScore(0, -1_000_000));
    }

    private static long[] longs(String numbers) {
        return Arrays.stream(numbers.split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
