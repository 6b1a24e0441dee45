package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedHoursTest {
    /** Monday 14:00 in a café that opens 08:00 to 24:00, on Tuesdays from 09:00 to Wednesday 02:00. */
    private static final JsonObject WELCOME = welcome(
            "2026-07-06T14:00:00+08:00",
            span("2026-07-06T14:00:00+08:00", "2026-07-07T00:00:00+08:00"),
            span("2026-07-07T09:00:00+08:00", "2026-07-08T02:00:00+08:00"),
            span("2026-07-08T08:00:00+08:00", "2026-07-08T14:00:00+08:00"));

    private final ReceivedHours hours = received(WELCOME, at("2026-07-06T14:00:00+08:00"));

    @Test
    void whatWasReceivedHolds() {
        assertThat(hours.permits(at("2026-07-06T14:00:00+08:00"))).isTrue();
        assertThat(hours.permits(at("2026-07-06T23:59:59+08:00"))).isTrue();
        assertThat(hours.permits(at("2026-07-07T00:00:00+08:00"))).isFalse();
        assertThat(hours.permits(at("2026-07-07T08:59:59+08:00"))).isFalse();
        assertThat(hours.permits(at("2026-07-07T09:00:00+08:00"))).isTrue();
        assertThat(hours.covers(at("2026-07-08T13:59:59+08:00"))).isTrue();
    }

    @Test
    void beyondItTheLastDayIsRepeated() {
        assertThat(hours.covers(at("2026-07-08T14:00:00+08:00"))).isFalse();
        assertThat(hours.between(at("2026-07-08T08:00:00+08:00"), at("2026-07-10T08:00:00+08:00")))
                .containsExactly(
                        new Span(at("2026-07-08T08:00:00+08:00"), at("2026-07-09T02:00:00+08:00")),
                        new Span(at("2026-07-09T08:00:00+08:00"), at("2026-07-10T02:00:00+08:00")));
        assertThat(hours.permits(at("2026-08-08T12:00:00+08:00"))).isTrue();
        assertThat(hours.permits(at("2026-08-08T03:00:00+08:00"))).isFalse();
    }

    @Test
    void beforeItTheFirstDayIsRepeated() {
        assertThat(hours.today(at("2026-07-06T15:00:00+08:00")))
                .containsExactly(new Span(at("2026-07-06T09:00:00+08:00"), at("2026-07-07T00:00:00+08:00")));
    }

    @Test
    void itClosesAtTheEndOfTheInterval() {
        assertThat(hours.closesAt(at("2026-07-06T14:00:00+08:00"))).isEqualTo(at("2026-07-07T00:00:00+08:00"));
        assertThat(hours.closesAt(at("2026-07-07T00:00:00+08:00"))).isNull();
        assertThat(hours.closesAt(at("2026-07-08T13:00:00+08:00"))).isEqualTo(at("2026-07-09T02:00:00+08:00"));
    }

    @Test
    void aCafeThatNeverClosesHasNoClosing() {
        ReceivedHours always = received(
                welcome("2026-07-06T14:00:00+08:00", span("2026-07-06T14:00:00+08:00", "2026-07-08T14:00:00+08:00")),
                at("2026-07-06T14:00:00+08:00"));

        assertThat(always.closesAt(at("2026-07-06T15:00:00+08:00"))).isNull();
        assertThat(always.closesAt(at("2026-09-06T15:00:00+08:00"))).isNull();
    }

    @Test
    void aCafeThatIsClosedForTwoDaysStaysClosed() {
        ReceivedHours never = received(welcome("2026-07-06T14:00:00+08:00"), at("2026-07-06T14:00:00+08:00"));

        assertThat(never.permits(at("2026-07-06T14:00:00+08:00"))).isFalse();
        assertThat(never.permits(at("2026-07-20T14:00:00+08:00"))).isFalse();
        assertThat(never.today(at("2026-07-20T14:00:00+08:00"))).isEmpty();
    }

    @Test
    void withoutAnyTheRegulationHolds() {
        ReceivedHours standard = ReceivedHours.standard();

        assertThat(standard.received()).isFalse();
        assertThat(standard.permits(at("2031-03-01T07:59:59+08:00"))).isFalse();
        assertThat(standard.permits(at("2031-03-01T08:00:00+08:00"))).isTrue();
        assertThat(standard.closesAt(at("2025-03-01T23:00:00+08:00"))).isEqualTo(at("2025-03-02T00:00:00+08:00"));
        assertThat(standard.localDate(at("2025-03-01T23:00:00Z"))).hasToString("2025-03-02");
    }

    @Test
    void aNoticeOfACafeWhoseClockIsBehindOpensAtOnce() {
        var notice = new JsonObject()
                .put("hours", new JsonArray(List.of(span("2026-07-06T14:00:00+08:00", "2026-07-06T20:00:00+08:00"))));
        ReceivedHours changed = received(notice, at("2026-07-06T13:59:50+08:00"));

        assertThat(changed.permits(at("2026-07-06T13:59:50+08:00"))).isTrue();
        assertThat(changed.closesAt(at("2026-07-06T14:10:00+08:00"))).isEqualTo(at("2026-07-06T20:00:00+08:00"));
    }

    @Test
    void aMessageThatCannotBeReadChangesNothing() {
        assertThat(ReceivedHours.of(new JsonObject(), Instant.EPOCH, hours)).isEmpty();
        assertThat(ReceivedHours.of(new JsonObject().put("hours", new JsonArray().add(7)), Instant.EPOCH, hours))
                .isEmpty();
    }

    @Test
    void whatIsPastIsRememberedWhenOtherHoursCome() {
        JsonObject notice = new JsonObject()
                .put("hours", new JsonArray(List.of(span("2026-07-06T20:00:00+08:00", "2026-07-06T22:00:00+08:00"))));
        ReceivedHours changed =
                ReceivedHours.of(notice, at("2026-07-06T20:00:00+08:00"), hours).orElseThrow();

        assertThat(changed.between(at("2026-07-06T14:00:00+08:00"), at("2026-07-07T14:00:00+08:00")))
                .containsExactly(new Span(at("2026-07-06T14:00:00+08:00"), at("2026-07-06T22:00:00+08:00")));
        assertThat(changed.opensUnknown(new Span(at("2026-07-06T14:00:00+08:00"), at("2026-07-06T22:00:00+08:00"))))
                .isTrue();
        assertThat(changed.agree(hours, at("2026-07-06T20:00:00+08:00"))).isFalse();
        assertThat(changed.agree(hours, at("2026-07-08T14:00:00+08:00"))).isTrue();
    }

    @Test
    void theSameHoursSentLaterAgree() {
        ReceivedHours later = ReceivedHours.of(
                        welcome(
                                "2026-07-06T18:00:00+08:00",
                                span("2026-07-06T18:00:00+08:00", "2026-07-07T00:00:00+08:00"),
                                span("2026-07-07T09:00:00+08:00", "2026-07-08T02:00:00+08:00"),
                                span("2026-07-08T08:00:00+08:00", "2026-07-08T18:00:00+08:00")),
                        at("2026-07-06T18:00:00+08:00"),
                        hours)
                .orElseThrow();

        assertThat(later.agree(hours, at("2026-07-06T18:00:00+08:00"))).isTrue();
        assertThat(later.agree(hours, at("2026-07-06T17:59:00+08:00"))).isTrue();
        assertThat(later.agree(ReceivedHours.standard(), at("2026-07-06T18:00:00+08:00")))
                .isTrue();
    }

    @Test
    void theDayIsThatOfTheCafe() {
        ReceivedHours urumqi = received(welcome("2026-07-06T14:00:00+06:00"), Instant.EPOCH);

        assertThat(urumqi.localDate(at("2026-07-06T23:59:59+06:00"))).hasToString("2026-07-06");
    }

    private static ReceivedHours received(JsonObject message, Instant receivedAt) {
        return ReceivedHours.of(message, receivedAt, ReceivedHours.standard()).orElseThrow();
    }

    private static JsonObject welcome(String serverTime, JsonObject... hours) {
        return new JsonObject().put("serverTime", serverTime).put("hours", new JsonArray(List.of(hours)));
    }

    private static JsonObject span(String opens, String closes) {
        return new JsonObject().put("opens", opens).put("closes", closes);
    }

    private static Instant at(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }
}
