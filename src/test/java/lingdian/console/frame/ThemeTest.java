package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import lingdian.access.signin.Theme;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When pages are dark. */
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
}
