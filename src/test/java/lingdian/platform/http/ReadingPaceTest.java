package lingdian.platform.http;

import static lingdian.platform.http.ReadingPace.BYTES_A_MILLISECOND_MIN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingPaceTest {
    private static final long PATIENCE = 60_000;
    private static final long BEGUN = 5_000_000;
    private static final int SECOND = 1_000 * BYTES_A_MILLISECOND_MIN;

    private final ReadingPace pace = new ReadingPace(PATIENCE, BEGUN);

    @Test
    void whoReadsNothingHasItsPatience() {
        assertThat(pace.millisLeft(BEGUN)).isEqualTo(PATIENCE);
        assertThat(pace.millisLeft(BEGUN + PATIENCE)).isZero();
    }

    @Test
    void whatTheSystemTakesAtOnceLastsNoLonger() {
        pace.read(4 * 1024 * 1024, BEGUN);
        assertThat(pace.millisLeft(BEGUN)).isEqualTo(PATIENCE);
    }

    @Test
    void whoKeepsThePaceIsNeverTooLate() {
        for (int second = 1; second <= 1_000; second++) {
            pace.read(SECOND, BEGUN + 1_000L * second);
            assertThat(pace.millisLeft(BEGUN + 1_000L * second)).isEqualTo(PATIENCE);
        }
    }

    @Test
    void whoReadsAHalfOfItHasTwiceThePatience() {
        for (int second = 1; second <= 120; second++) {
            assertThat(pace.millisLeft(BEGUN + 1_000L * (second - 1))).isPositive();
            pace.read(SECOND / 2, BEGUN + 1_000L * second);
        }
        assertThat(pace.millisLeft(BEGUN + 120_000)).isZero();
    }
}
