package lingdian.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import lingdian.access.signin.Language;
import lingdian.console.frame.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page writes a time in one form, in China's time whatever offset it comes with. */
class PageTimesTest {
    private static final Instant NOW = Instant.parse("2026-07-11T01:30:00+08:00");
    private static final PageTimes CHINESE = Words.in(Language.ZH).times(NOW);
    private static final PageTimes ENGLISH = Words.in(Language.EN).times(NOW);

    @ParameterizedTest
    @CsvSource({
        "2026-07-11T00:42:59+08:00, 今天 00:42, today 00:42",
        "2026-07-10T16:42:59Z, 今天 00:42, today 00:42",
        "2026-07-10T23:42:00+08:00, 07-10 23:42, 07-10 23:42",
        "2026-07-12T08:00:00+08:00, 07-12 08:00, 07-12 08:00",
        "2025-07-11T00:42:00+08:00, 2025-07-11 00:42, 2025-07-11 00:42",
    })
    void aTimeSaysOnlyWhatTheReaderDoesNotKnow(OffsetDateTime at, String chinese, String english) {
        assertThat(CHINESE.moment(at)).isEqualTo(chinese);
        assertThat(ENGLISH.moment(at)).isEqualTo(english);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-11T00:00:00+08:00, 2026-07-11T00:42:00+08:00, 今天 00:00 – 00:42",
        "2026-07-10T23:50:00+08:00, 2026-07-11T00:42:00+08:00, 07-10 23:50 – 今天 00:42",
        "2026-07-09T22:00:00+08:00, 2026-07-10T02:00:00+08:00, 07-09 22:00 – 07-10 02:00",
    })
    void theEndHasADateOnlyOnAnotherDay(OffsetDateTime from, OffsetDateTime to, String expected) {
        assertThat(CHINESE.span(from, to)).isEqualTo(expected);
    }

    @Test
    void aDeadlineHasItsWeekday() {
        assertThat(CHINESE.weekday(LocalDate.parse("2026-07-15"))).isEqualTo("07-15 周三");
        assertThat(ENGLISH.weekday(LocalDate.parse("2027-01-03"))).isEqualTo("2027-01-03 Sun");
        assertThat(CHINESE.weekday(OffsetDateTime.parse("2026-07-13T18:00:00+08:00")))
                .isEqualTo("07-13 周一 18:00");
        assertThat(CHINESE.weekday(OffsetDateTime.parse("2026-07-11T18:00:00+08:00")))
                .isEqualTo("今天 18:00");
    }

    @Test
    void whatIsReadLaterNeverSaysToday() {
        OffsetDateTime at = OffsetDateTime.parse("2026-07-11T00:42:17+08:00");

        assertThat(CHINESE.dated(at)).isEqualTo("07-11 00:42");
        assertThat(CHINESE.second(at)).isEqualTo("2026-07-11 00:42:17");
        assertThat(CHINESE.second(null)).isEmpty();
    }

    @Test
    void aDurationDoesNotRunBackwards() {
        assertThat(PageTimes.lasted(Duration.ofSeconds(90_061))).isEqualTo("25:01:01");
        assertThat(PageTimes.lasted(Duration.ofSeconds(-5))).isEqualTo("0:00:00");
    }
}
