package lingdian.intake.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.domain.PlaceCode;
import lingdian.testing.Cafes;
import org.junit.jupiter.api.Test;

/** The received times of one café. */
class ReceivedClockTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final PlaceCode PLACE = new PlaceCode(Cafes.placeCode(1));

    private final AtomicReference<Instant> shown = new AtomicReference<>(NOON);
    private final ReceivedClock clock = new ReceivedClock(shown::get);

    private Instant received() {
        return clock.inOrder(PLACE, clock.now());
    }

    @Test
    void theyDoNotGoBack() {
        received();
        shown.set(NOON.minusSeconds(2));
        assertThat(received()).isEqualTo(NOON);
    }

    @Test
    void theyAreRightAgainAfterTheClockWasWrong() {
        shown.set(NOON.plus(Duration.ofMinutes(50)));
        received();
        shown.set(NOON);
        assertThat(received()).isEqualTo(NOON);
    }
}
