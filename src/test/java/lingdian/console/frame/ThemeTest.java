package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import lingdian.access.signin.Theme;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When pages are dark, and how they write times. */
class ThemeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-07-10T21:59:59+08:00, DEVICE",
        "2026-07-10T22:00:00+08:00, DARK",
        "2026-07-11T00:30:00+08:00, DARK",
        "2026-07-11T05:59:59+08:00, DARK",
        "2026-07-11T06:00:00+08:00, DEVICE",
        "2026-07-10T14:00:00Z, DARK",
    })
    void darkAtNight(OffsetDateTime now, Theme expected) {
        assertThat(Theme.at(now.toInstant())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-11T00:42:59+08:00, 今天 00:42",
        "2026-07-10T23:42:00+08:00, 07-10 23:42",
        "2025-07-11T00:42:00+08:00, 2025-07-11 00:42",
    })
    void aTimeHasOneForm(OffsetDateTime at, String expected) {
        assertThat(Times.moment(at, Instant.parse("2026-07-11T01:30:00+08:00"), Words.chinese()))
                .isEqualTo(expected);
    }
}
