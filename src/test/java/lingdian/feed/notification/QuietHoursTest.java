package lingdian.feed.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    @ParameterizedTest
    @CsvSource({
        "22:00, 07:00, 2026-07-10T21:59:59+08:00, 2026-07-10T21:59:59+08:00",
        "22:00, 07:00, 2026-07-10T22:00:00+08:00, 2026-07-11T07:00:00+08:00",
        "22:00, 07:00, 2026-07-11T00:30:00+08:00, 2026-07-11T07:00:00+08:00",
        "22:00, 07:00, 2026-07-11T06:59:59+08:00, 2026-07-11T07:00:00+08:00",
        "22:00, 07:00, 2026-07-11T07:00:00+08:00, 2026-07-11T07:00:00+08:00",
        "12:00, 14:00, 2026-07-10T11:59:00+08:00, 2026-07-10T11:59:00+08:00",
        "12:00, 14:00, 2026-07-10T12:00:00+08:00, 2026-07-10T14:00:00+08:00",
        "12:00, 14:00, 2026-07-10T14:00:00+08:00, 2026-07-10T14:00:00+08:00",
        "00:00, 08:00, 2026-12-31T23:59:00+08:00, 2026-12-31T23:59:00+08:00",
        "23:00, 00:00, 2026-12-31T23:30:00+08:00, 2027-01-01T00:00:00+08:00",
    })
    void end(LocalTime from, LocalTime to, String at, String after) {
        var quiet = new QuietHours(from, to, false);
        Instant moment = Instant.parse(at);

        assertThat(quiet.after(moment)).isEqualTo(after);
        assertThat(quiet.cover(moment)).isEqualTo(!at.equals(after));
    }

    @Test
    void thatLastAllDayAreNone() {
        assertThatThrownBy(() -> new QuietHours(LocalTime.NOON, LocalTime.NOON, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRetryWaitsTwiceAsLongEachTimeUpToAnHour() {
        var random = new Random(7);
        for (int attempts = 1; attempts < 200; attempts++) {
            Duration most = Retry.FIRST.multipliedBy(1L << Math.min(attempts - 1, 12));
            Duration longest = most.compareTo(Retry.LONGEST) < 0 ? most : Retry.LONGEST;
            assertThat(Retry.after(attempts, random)).as("after %s", attempts).isBetween(longest.dividedBy(2), longest);
        }
    }
}
