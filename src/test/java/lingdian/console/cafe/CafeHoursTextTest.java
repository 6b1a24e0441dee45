package lingdian.console.cafe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import lingdian.access.signin.Language;
import lingdian.console.frame.Words;
import lingdian.domain.ChinaTime;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.hours.GrantedHours;
import org.junit.jupiter.api.Test;
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
        "2026-11-30T08:00, 2026-11-30T08:06, From 11-30 08:00 (its end is shown once it is less than two days away)",
        "2026-11-28T08:06, 2026-11-30T08:06, 'From now on, without a break for the next two days'",
    })
    void anIntervalSaysWhatIsKnownOfIt(String opens, String closes, String said) {
        var opening = new CafeDetail.Opening(china(opens), china(closes));

        assertThat(CafeView.interval(opening, ENGLISH, ENGLISH.times(NOW))).isEqualTo(said);
    }

    /** The hours that the API tells know nothing of a suspension: what is left of them is shown, with the decision. */
    @Test
    void aSuspensionTakesItsTimeFromTheHours() {
        var cafe = new CafeDetail(
                "36048110000001",
                "夜航网吧",
                "360481",
                new CafeDetail.Contact("", "", "", ""),
                new CafeDetail.Licence("赣文 0001", "2099-12-31"),
                null,
                List.of(),
                ChinaTime.ZONE,
                new CafeDetail.Activity(true, null, 0, false, null, null, 0, null, null, new CafeDetail.Work("", 0)),
                List.of(
                        new CafeDetail.Opening(china("2026-11-28T08:06"), china("2026-11-29T00:00")),
                        new CafeDetail.Opening(china("2026-11-29T08:00"), china("2026-11-30T00:00"))),
                new CafeDetail.OpenViolations(0, 0, 0),
                List.of());
        var suspension = new GrantedHours.Order(
                "36048110000001",
                UUID.randomUUID(),
                "",
                china("2026-11-28T20:30"),
                china("2026-11-29T12:00"),
                "瑞文旅罚〔2026〕2号");

        HoursHeld held = HoursHeld.of(
                cafe,
                new GrantedHours(List.of(), List.of(), List.of(suspension), List.of()),
                ENGLISH,
                ENGLISH.times(NOW));

        assertThat(held.open()).containsExactly("Now to today 20:30", "11-29 12:00 – 24:00");
        assertThat(held.held()).extracting(HoursHeld.Held::document).containsExactly("瑞文旅罚〔2026〕2号");
        assertThat(held.document()).as("the statutory hours").isEmpty();
    }

    private static OffsetDateTime china(String local) {
        return OffsetDateTime.parse(local + ":00+08:00");
    }
}
