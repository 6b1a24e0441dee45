package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a machine's clock is compared with the database's. */
class DatabaseClockTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    /** The duration of the query does not count as an offset. */
    @ParameterizedTest
    @CsvSource({"0, 5, 3, 0", "0, 5, 7, -2", "0, 5, -4, 4", "0, 0, 0, 0"})
    void theOffsetIsWhatTheWayDoesNotExplain(long asked, long answered, long there, long offset) {
        assertThat(DatabaseClock.offset(NOON.plusSeconds(asked), NOON.plusSeconds(answered), NOON.plusSeconds(there)))
                .isEqualTo(Duration.ofSeconds(offset));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "10, true", "-10, true", "11, false", "-11, false"})
    void tenSecondsAreAgreement(long offset, boolean agree) {
        assertThat(DatabaseClock.agree(Duration.ofSeconds(offset))).isEqualTo(agree);
    }
}
