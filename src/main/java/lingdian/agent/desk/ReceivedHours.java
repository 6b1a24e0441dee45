package lingdian.agent.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * The permitted hours that the service sent last, and those a café assumes after their end. Pure.
 *
 * <p>The service sends the next 48 hours (handbook, protocol-messages.md#welcome). A café that is cut off for longer
 * repeats the last 24 hours received, day by day, and for times before the first hour received, the first 24. It cannot
 * know the orders of a day that it never received, and a weekly schedule mostly has equal hours on the next day. If it
 * never received any, the hours are 08:00 to 24:00 every day (Order 363, Art. 22).
 */
final class ReceivedHours {
    /** How far the service looks ahead, and therefore {@link #closesAt}. */
    static final Duration AHEAD = Duration.ofHours(48);

    private static final Duration DAY = Duration.ofDays(1);
    /** How far the café's clock may be behind the service's clock, by which the service states "from now on". */
    private static final Duration SKEW_MAX = Duration.ofMinutes(1);

    private final ZoneId zone;
    private final Instant from;
    private final Instant until;
    private final List<Span> spans;
    private final boolean received;

    private ReceivedHours(ZoneId zone, Instant from, Instant until, List<Span> spans, boolean received) {
        this.zone = zone;
        this.from = from;
        this.until = until;
        this.spans = List.copyOf(spans);
        this.received = received;
    }

    /** The hours of the Regulation, for a café that never received any. */
    static ReceivedHours standard() {
        Instant midnight = LocalDate.of(2026, 1, 1).atStartOfDay(ChinaTime.ZONE).toInstant();
        Instant opens = midnight.plus(Duration.ofHours(8));
        return new ReceivedHours(
                ChinaTime.ZONE, midnight, midnight.plus(DAY), List.of(new Span(opens, midnight.plus(DAY))), false);
    }

    /**
     * The hours of a {@code welcome} or of an {@code hours-changed}; empty if the message holds no readable ones.
     *
     * @param receivedAt the café's clock. A welcome's {@code serverTime} takes precedence over it, and the {@code
     *     receivedAt} of a stored welcome whose hours were changed takes precedence over both
     * @param before provides the zone if the message does not state one, as when it has no interval
     */
    static Optional<ReceivedHours> of(JsonObject message, Instant receivedAt, ReceivedHours before) {
        if (!(message.getValue("hours") instanceof JsonArray hours)) {
            return Optional.empty();
        }
        try {
            List<Span> spans = spans(hours);
            Instant from = beginning(message, receivedAt);
            List<Span> begun = from.equals(serverTime(message)) ? spans : fromNowOn(from, spans);
            return Optional.of(after(before, zone(message, hours, before), from, begun));
        } catch (IllegalArgumentException | ClassCastException unreadable) {
            return Optional.empty();
        }
    }

    /** The new hours, preceded by the past part of the old ones: the day began before the message came. */
    private static ReceivedHours after(ReceivedHours before, ZoneId zone, Instant from, List<Span> spans) {
        if (!before.covers(from)) {
            return new ReceivedHours(zone, from, from.plus(AHEAD), spans, true);
        }
        Instant known = later(before.from, from.minus(DAY));
        var all = new ArrayList<Span>();
        before.between(known, from).forEach(span -> add(all, span.opens(), span.closes()));
        spans.forEach(span -> add(all, span.opens(), span.closes()));
        return new ReceivedHours(zone, known, from.plus(AHEAD), all, true);
    }

    /** Whether both say the same from {@code now} on about the time that both cover. */
    boolean agree(ReceivedHours other, Instant now) {
        Instant begin = later(now, later(from, other.from));
        Instant end = earlier(until, other.until);
        return !received
                || !other.received
                || !begin.isBefore(end)
                || between(begin, end).equals(other.between(begin, end));
    }

    /** Whether an interval was under way when the hours were sent, so that its opening is unknown. */
    boolean opensUnknown(Span span) {
        return received && span.opens().equals(from);
    }

    /** The zone of the café's calendar. */
    ZoneId zone() {
        return zone;
    }

    /** Whether the service sent these hours; otherwise they are the Regulation's. */
    boolean received() {
        return received;
    }

    /** Whether {@code at} lies within the received hours, rather than in a repetition of them. */
    boolean covers(Instant at) {
        return received && !at.isBefore(from) && at.isBefore(until);
    }

    LocalDate localDate(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    boolean permits(Instant at) {
        return !between(at, at.plusNanos(1_000)).isEmpty();
    }

    /** When the permitted interval around {@code at} closes; null if there is none, or not within 48 hours. */
    @Nullable
    Instant closesAt(Instant at) {
        Instant horizon = at.plus(AHEAD);
        return between(at, horizon.plusSeconds(1)).stream()
                .findFirst()
                .filter(span -> span.opens().equals(at) && !span.closes().isAfter(horizon))
                .map(Span::closes)
                .orElse(null);
    }

    /** The permitted intervals of the local day, clipped to it. */
    List<Span> today(Instant at) {
        LocalDate day = localDate(at);
        return between(
                day.atTime(LocalTime.MIN).atZone(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    /** The permitted intervals of a period, clipped to it, in order; adjoining ones are joined. */
    List<Span> between(Instant begin, Instant end) {
        var found = new ArrayList<Span>();
        Instant cursor = begin;
        while (cursor.isBefore(end)) {
            Duration shift = shift(cursor);
            Instant source = cursor.minus(shift);
            Instant limit = earlier(sourceEnd(source, shift).plus(shift), end);
            for (Span span : spans) {
                add(
                        found,
                        later(span.opens().plus(shift), cursor),
                        earlier(span.closes().plus(shift), limit));
            }
            cursor = limit;
        }
        return found;
    }

    /** The whole days between {@code at} and the moment whose hours are repeated for it. */
    private Duration shift(Instant at) {
        if (at.isBefore(from)) {
            long days = -Math.floorDiv(Duration.between(from, at).toNanos(), DAY.toNanos());
            return DAY.multipliedBy(-days);
        }
        if (at.isBefore(until)) {
            return Duration.ZERO;
        }
        return DAY.multipliedBy(Math.floorDiv(Duration.between(until, at).toNanos(), DAY.toNanos()) + 1);
    }

    /** The end of the source that may be read with this shift. */
    private Instant sourceEnd(Instant source, Duration shift) {
        return shift.isNegative() ? from.plus(DAY) : until;
    }

    private static void add(List<Span> found, Instant opens, Instant closes) {
        if (!opens.isBefore(closes)) {
            return;
        }
        Span last = found.isEmpty() ? null : found.getLast();
        if (last != null && !last.closes().isBefore(opens)) {
            found.set(found.size() - 1, new Span(last.opens(), later(last.closes(), closes)));
        } else {
            found.add(new Span(opens, closes));
        }
    }

    private static List<Span> spans(JsonArray hours) {
        return hours.stream()
                .map(JsonObject.class::cast)
                .map(one -> new Span(instant(one.getString("opens")), instant(one.getString("closes"))))
                .toList();
    }

    /** When the hours were sent: by the service's clock if the message states it. */
    private static Instant beginning(JsonObject message, Instant receivedAt) {
        String kept = message.getString("receivedAt");
        Instant serverTime = serverTime(message);
        if (kept != null) {
            return instant(kept);
        }
        return serverTime == null ? receivedAt : serverTime;
    }

    private static @Nullable Instant serverTime(JsonObject message) {
        String text = message.getString("serverTime");
        return text == null ? null : instant(text);
    }

    /** An interval that begins just after the hours were sent has begun: the café's clock is slightly behind. */
    private static List<Span> fromNowOn(Instant from, List<Span> spans) {
        if (spans.isEmpty() || spans.getFirst().opens().isAfter(from.plus(SKEW_MAX))) {
            return spans;
        }
        var adjusted = new ArrayList<>(spans);
        adjusted.set(
                0,
                new Span(
                        earlier(from, spans.getFirst().opens()),
                        spans.getFirst().closes()));
        return adjusted;
    }

    /** The café's own offset: the service writes the times of a café in its zone. */
    private static ZoneId zone(JsonObject message, JsonArray hours, ReceivedHours before) {
        String time = message.getString("serverTime");
        if (time == null && !hours.isEmpty()) {
            time = hours.getJsonObject(0).getString("opens");
        }
        return time == null ? before.zone : OffsetDateTime.parse(time).getOffset();
    }

    private static Instant instant(@Nullable String text) {
        return Optional.ofNullable(text)
                .flatMap(Rfc3339::parse)
                .orElseThrow(() -> new IllegalArgumentException("no time"));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
