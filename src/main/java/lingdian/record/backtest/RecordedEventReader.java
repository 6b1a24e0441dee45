package lingdian.record.backtest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.document.Document;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import lingdian.law.judge.Identity;
import lingdian.law.judge.Reason;
import lingdian.law.judge.StampedEvent;
import org.jspecify.annotations.Nullable;

/** Reads the events of one café, reusing the fields. */
final class RecordedEventReader {
    private static final Map<String, Reason> REASONS = byWire(Reason.values(), Reason::wire);
    private static final Map<String, LogoutReason> LOGOUTS = byWire(LogoutReason.values(), LogoutReason::wire);
    private static final Map<String, ReadMethod> READS = byWire(ReadMethod.values(), ReadMethod::wire);
    private static final Instant NEVER = Instant.EPOCH;

    private final JsonParser parser;
    private final RecordedCafe cafe;

    private String type = "";
    private int stream;
    private long seq;
    private Instant at = NEVER;
    private Instant receivedAt = NEVER;
    private @Nullable Instant sentAt;
    private @Nullable String session;
    private @Nullable String terminal;
    private @Nullable UUID person;
    private @Nullable String read;
    private @Nullable Integer age;
    private @Nullable String reason;
    private boolean admitted;
    private boolean duplicate;
    private int release;
    private List<Reason> reasons = List.of();
    private List<String> inUse = List.of();
    private @Nullable List<String> powered;
    private @Nullable List<String> witnessed;

    RecordedEventReader(JsonParser parser, RecordedCafe cafe) {
        this.parser = parser;
        this.cafe = cafe;
    }

    /** Reads the rest of a line whose first field's name was read. */
    RecordedEvent read() throws IOException {
        clear();
        type = text();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            field(field);
        }
        AgentEvent event = event();
        UUID id = Objects.requireNonNull(cafe.streams().get(stream), "an event belongs to a stream of another café");
        return new RecordedEvent(
                new StampedEvent(id, stream, event, sentAt, receivedAt, identity(event)), duplicate, release);
    }

    private void clear() {
        at = NEVER;
        sentAt = null;
        session = null;
        terminal = null;
        person = null;
        read = null;
        age = null;
        reason = null;
        admitted = false;
        duplicate = false;
        release = 0;
        reasons = List.of();
        inUse = List.of();
        powered = null;
        witnessed = null;
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "stream" -> stream = (int) number();
            case "seq" -> seq = number();
            case "received" -> receivedAt = Micros.instant(number());
            case "at" -> at = Micros.instant(number());
            case "sent" -> sentAt = Micros.instant(number());
            case "session" -> session = text();
            case "terminal" -> terminal = text();
            case "person" -> person = UUID.fromString(text());
            case "read" -> read = text();
            case "age" -> age = (int) number();
            case "reason" -> reason = text();
            case "admitted" -> admitted = parser.nextToken() == JsonToken.VALUE_TRUE;
            case "duplicate" -> duplicate = parser.nextToken() == JsonToken.VALUE_TRUE;
            case "release" -> release = (int) number();
            case "reasons" -> reasons = reasons();
            case "inUse" -> inUse = texts();
            case "powered" -> powered = texts();
            case "witnessed" -> witnessed = texts();
            default -> throw new IOException("an event has an unknown field");
        }
    }

    private AgentEvent event() throws IOException {
        return switch (type) {
            case "login" -> new AgentEvent.Login(seq, at, known(session), known(terminal), document(), admitted);
            case "logout" -> new AgentEvent.Logout(seq, at, known(session), known(LOGOUTS.get(known(reason))));
            case "heartbeat" -> new AgentEvent.Heartbeat(seq, at, inUse, powered, witnessed);
            case "opened" -> new AgentEvent.Opened(seq, at);
            case "closed" -> new AgentEvent.Closed(seq, at);
            case "patrol" -> new AgentEvent.Patrol(seq, at, null);
            case "invalid" -> new AgentEvent.Invalid(seq, "", "");
            default -> throw new IOException("an event has an unknown type");
        };
    }

    /** The card's content is not recorded; only how it was read. */
    private Document document() {
        return new Document("", "", "", null, null, known(READS.get(known(read))));
    }

    /** The person of an event. A login that opened no session needs none, so any name is used. */
    private @Nullable Identity identity(AgentEvent event) {
        if (!(event instanceof AgentEvent.Login)) {
            return null;
        }
        UUID name = person == null ? new UUID(0, 0) : person;
        return Identity.decided(new PersonToken(name), reasons, age);
    }

    private static <T> T known(@Nullable T value) {
        return Objects.requireNonNull(value, "a field of an event is missing");
    }

    private String text() throws IOException {
        return known(parser.nextTextValue());
    }

    private long number() throws IOException {
        parser.nextToken();
        return parser.getLongValue();
    }

    private List<String> texts() throws IOException {
        var texts = new ArrayList<String>();
        parser.nextToken();
        for (String text = parser.nextTextValue(); text != null; text = parser.nextTextValue()) {
            texts.add(text);
        }
        return texts;
    }

    private List<Reason> reasons() throws IOException {
        var found = new ArrayList<Reason>();
        for (String wire : texts()) {
            found.add(known(REASONS.get(wire)));
        }
        return found;
    }

    private static <T> Map<String, T> byWire(T[] values, java.util.function.Function<T, String> wire) {
        var map = new HashMap<String, T>();
        for (T value : values) {
            map.put(wire.apply(value), value);
        }
        return Map.copyOf(map);
    }
}
