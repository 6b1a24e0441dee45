package lingdian.console.cafe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import lingdian.access.signin.Language;
import lingdian.console.frame.Words;
import lingdian.office.cafe.CafeDetail;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An interval that is not known to its end says so: the API tells two days alone. */
class CafeHoursTextTest {
    private static final Words ENGLISH = Words.in(Language.EN);
    private static final Instant NOW = Instant.parse("2026-11-28T08:06:00+08:00");

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T10:00, 2026-11-28T22:00, today 10:00 – 22:00",
        "2026-11-28T22:00, 2026-11-29T02:00, today 22:00 – 11-29 02:00",
        "2026-11-28T10:00, 2026-11-29T00:00, today 10:00 – 24:00",
        "2026-11-29T08:00, 2026-11-30T00:00, 11-29 08:00 – 24:00",
        "2026-11-28T08:06, 2026-11-29T00:00, Now to today 24:00",
        "2026-11-28T08:06, 2026-11-30T00:00, Now to 11-29 24:00",
        "2026-11-30T08:00, 2026-11-30T08:06, From 11-30 08:00; it ends more than two days from now",
        "2026-11-28T08:06, 2026-11-30T08:06, 'From now on, without a break for the next two days'",
    })
    void anIntervalSaysWhatIsKnownOfIt(String opens, String closes, String said) {
        var opening = new CafeDetail.Opening(china(opens), china(closes));

        assertThat(CafeView.interval(opening, ENGLISH, ENGLISH.times(NOW))).isEqualTo(said);
    }

    private static OffsetDateTime china(String local) {
        return OffsetDateTime.parse(local + ":00+08:00");
    }
}
