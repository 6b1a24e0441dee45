package lingdian.intake.socket;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.JsonWriting;
import lingdian.law.hours.Interval;
import lingdian.platform.text.Rfc3339;
import lingdian.record.message.OfficeMessage;

/**
 * The messages that the server sends on its own (handbook, protocol-messages.md#from-the-service); verdicts and rejects
 * come ready from the intake.
 */
final class ServerMessages {
    private ServerMessages() {}

    record Welcome(
            PlaceCode placeCode,
            UUID stream,
            long ackedSeq,
            Instant serverTime,
            int heartbeatSeconds,
            int window,
            List<Interval> hours) {}

    static String welcome(Welcome welcome, ZoneId zone) {
        var json = new JsonWriting()
                .begin('{')
                .field("type", "welcome")
                .field("placeCode", welcome.placeCode().value())
                .field("stream", welcome.stream().toString())
                .field("ackedSeq", welcome.ackedSeq())
                .field("serverTime", Rfc3339.format(welcome.serverTime(), zone))
                .field("heartbeatSeconds", welcome.heartbeatSeconds())
                .field("window", welcome.window());
        return hours(json, welcome.hours(), zone).end('}').toString();
    }

    static String ack(long seq, String chain) {
        return new JsonWriting()
                .begin('{')
                .field("type", "ack")
                .field("seq", seq)
                .field("chain", chain)
                .end('}')
                .toString();
    }

    static String closingSoon(Instant closesAt, long minutes, ZoneId zone) {
        return notice("closing-soon")
                .field("closesAt", Rfc3339.format(closesAt, zone))
                .field("minutes", minutes)
                .end('}')
                .toString();
    }

    static String hoursChanged(List<Interval> hours, ZoneId zone) {
        return hours(notice("hours-changed"), hours, zone).end('}').toString();
    }

    static String message(OfficeMessage message, ZoneId zone) {
        return message(new JsonWriting(), message, zone).toString();
    }

    /** As one value of a larger text. */
    static JsonWriting message(JsonWriting json, OfficeMessage message, ZoneId zone) {
        return json.begin('{')
                .field("type", "notice")
                .field("notice", "message")
                .field("id", message.id().toString())
                .field("from", message.from().wire())
                .field("text", message.text())
                .field("until", Rfc3339.format(message.until(), zone))
                .end('}');
    }

    private static JsonWriting notice(String notice) {
        return new JsonWriting().begin('{').field("type", "notice").field("notice", notice);
    }

    private static JsonWriting hours(JsonWriting json, List<Interval> hours, ZoneId zone) {
        json.name("hours").begin('[');
        for (Interval interval : hours) {
            json.begin('{')
                    .field("opens", Rfc3339.format(interval.from(), zone))
                    .field("closes", Rfc3339.format(interval.to(), zone))
                    .end('}');
        }
        return json.end(']');
    }
}
