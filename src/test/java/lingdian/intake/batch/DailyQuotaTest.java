package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import lingdian.domain.event.AgentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From which amount on a café is slowed, and by how much. */
class DailyQuotaTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final int SEATS = 400;

    private final DailyQuota quota = new DailyQuota();

    private static List<PreparedEvent> message(int events, int charactersOfEach) {
        var event = new AgentEvent.Opened(1, Instant.EPOCH);
        return Collections.nCopies(
                events, new PreparedEvent(event, "x".repeat(charactersOfEach), new byte[0], null, List.of()));
    }

    /** Every day of two weeks, caught up within one: the largest café after a broken line. */
    @Test
    void twoWeeksOfTheLargestCafeAreWithin() {
        List<PreparedEvent> heartbeat = message(1, 90 + 7 * SEATS);
        List<PreparedEvent> guests = message(SEATS * 16 * 2, 300);
        for (int day = 0; day < 14; day++) {
            for (int minute = 0; minute < 24 * 60; minute++) {
                assertThat(quota.count(DAY, heartbeat)).isEqualTo(DailyQuota.Use.WITHIN);
            }
            assertThat(quota.count(DAY, guests)).isEqualTo(DailyQuota.Use.WITHIN);
        }
    }

    @Test
    void theFirstMessageBeyondIsToldApartAndTheNextDayIsFree() {
        List<PreparedEvent> half = message((int) DailyQuota.EVENTS / 2, 1);
        assertThat(quota.count(DAY, half)).isEqualTo(DailyQuota.Use.WITHIN);
        assertThat(quota.count(DAY, half)).isEqualTo(DailyQuota.Use.WITHIN);
        assertThat(quota.count(DAY, message(1, 1))).isEqualTo(DailyQuota.Use.FIRST_BEYOND);
        assertThat(quota.count(DAY, message(1, 1))).isEqualTo(DailyQuota.Use.BEYOND);
        assertThat(quota.count(DAY.plusDays(1), message(1, 1))).isEqualTo(DailyQuota.Use.WITHIN);
    }

    @Test
    void fewLongEventsAreBeyondToo() {
        List<PreparedEvent> long7 = message(1, 7 * 1024 * 1024);
        int within = (int) (DailyQuota.CHARACTERS / (7 * 1024 * 1024));
        for (int i = 0; i < within; i++) {
            assertThat(quota.count(DAY, long7)).isEqualTo(DailyQuota.Use.WITHIN);
        }
        assertThat(quota.count(DAY, long7)).isEqualTo(DailyQuota.Use.FIRST_BEYOND);
    }

    @ParameterizedTest
    @CsvSource({"1, 100, 1", "1, 131072, 2", "1000, 100, 2", "10000, 800, 60", "1, 1048576, 16"})
    void aLargerMessageIsAnsweredLater(int events, int characters, int pauses) {
        assertThat(DailyQuota.pauses(message(events, characters))).isEqualTo(pauses);
    }
}
