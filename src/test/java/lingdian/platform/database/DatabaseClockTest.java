package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** One that lost its time, on the machine of its database. */
    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2000-01-01T12:00:00Z", "2025-12-31T23:00:00Z"})
    void aClockOfBeforeThisProgramAgreesWithNone(String time) {
        Instant both = Instant.parse(time);
        assertThat(DatabaseClock.agree(DatabaseClock.offset(both, both, both))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "10, true", "-10, true", "11, false", "-11, false"})
    void tenSecondsAreAgreement(long offset, boolean agree) {
        assertThat(DatabaseClock.agree(Duration.ofSeconds(offset))).isEqualTo(agree);
    }
}
