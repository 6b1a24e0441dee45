package lingdian.platform.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration EACH = Duration.ofSeconds(10);
    private Instant now = Instant.parse("2026-07-11T01:30:00Z");
    private final Pace<String> pace = new Pace<>(3, 2, EACH, () -> now);

    @Test
    void someAtOnceThenOneAfterAnother() {
        assertThat(taken("one", 5)).isEqualTo(3);
        assertThat(pace.take("one")).isEqualTo(EACH);

        now = now.plusSeconds(4);
        assertThat(pace.until("one")).isEqualTo(Duration.ofSeconds(6));
        now = now.plusSeconds(6);
        assertThat(taken("one", 5)).isEqualTo(1);
    }

    @Test
    void askingTakesNothing() {
        IntStream.range(0, 10).forEach(i -> assertThat(pace.until("one")).isZero());
        assertThat(taken("one", 5)).isEqualTo(3);
    }

    @Test
    void eachHolderHasItsOwn() {
        taken("one", 5);
        assertThat(taken("other", 5)).isEqualTo(3);
    }

    @Test
    void afterARestAllAreThereAgainAndNotMore() {
        taken("one", 5);
        now = now.plus(Duration.ofDays(1));
        assertThat(taken("one", 10)).isEqualTo(3);
    }

    @Test
    void whatWasSpentBeyondThemIsWaitedForUpToALimit() {
        pace.spend("one", 4);
        assertThat(pace.until("one")).isEqualTo(EACH.multipliedBy(2));

        pace.spend("one", 1_000);
        assertThat(pace.until("one")).isEqualTo(EACH.multipliedBy(3));
    }

    @Test
    void nobodyWaitsForLongerAfterTheClockWasSetBack() {
        taken("one", 5);
        now = now.minus(Duration.ofDays(1));
        assertThat(pace.until("one")).isEqualTo(EACH.multipliedBy(3));

        now = now.plus(EACH.multipliedBy(3));
        assertThat(pace.take("one")).isZero();
    }

    @Test
    void ofVeryManyHoldersTheLatestAreRemembered() {
        taken("one", 5);
        IntStream.range(0, 9_999).forEach(i -> pace.take("holder " + i));
        assertThat(pace.until("one")).isPositive();

        IntStream.range(0, 10_000).forEach(i -> pace.take("another " + i));
        assertThat(pace.until("one")).isZero();
    }

    private int taken(String holder, int tries) {
        return (int) IntStream.range(0, tries)
                .filter(i -> pace.take(holder).isZero())
                .count();
    }
}
