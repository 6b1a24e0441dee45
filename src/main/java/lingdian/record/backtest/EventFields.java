package lingdian.record.backtest;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import lingdian.domain.document.Document;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import lingdian.law.judge.Identity;
import lingdian.law.judge.Reason;
import lingdian.law.judge.StampedEvent;
import org.jspecify.annotations.Nullable;

/** The fields of an event's line, as a reader fills them, one line after the other. */
final class EventFields {
    private static final Map<String, Reason> REASONS = byWire(Reason.values(), Reason::wire);
    private static final Map<String, LogoutReason> LOGOUTS = byWire(LogoutReason.values(), LogoutReason::wire);
    /** The card's content is not recorded; only how it was read. */
    private static final Map<String, Document> DOCUMENTS = documents();

    private static final Instant NEVER = Instant.EPOCH;

    String type = "";
    int stream;
    long seq;
    Instant at = NEVER;
    Instant receivedAt = NEVER;

    @Nullable
    Instant sentAt;

    @Nullable
    String session;

    @Nullable
    String terminal;

    @Nullable
    UUID person;

    @Nullable
    String read;

    @Nullable
    Integer age;

    @Nullable
    String reason;

    boolean admitted;
    boolean duplicate;
    int release;
    List<String> reasons = List.of();
    List<String> inUse = List.of();

    @Nullable
    List<String> powered;

    @Nullable
    List<String> witnessed;

    void clear() {
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

    RecordedEvent of(RecordedCafe cafe) throws IOException {
        AgentEvent event = event();
        UUID id = Objects.requireNonNull(cafe.streams().get(stream), "an event belongs to a stream of another café");
        return new RecordedEvent(
                new StampedEvent(id, stream, event, sentAt, receivedAt, identity(event)), duplicate, release);
    }

    private AgentEvent event() throws IOException {
        return switch (type) {
            case "login" ->
                new AgentEvent.Login(
                        seq, at, known(session), known(terminal), known(DOCUMENTS.get(known(read))), admitted);
            case "logout" -> new AgentEvent.Logout(seq, at, known(session), known(LOGOUTS.get(known(reason))));
            case "heartbeat" -> new AgentEvent.Heartbeat(seq, at, inUse, powered, witnessed);
            case "opened" -> new AgentEvent.Opened(seq, at);
            case "closed" -> new AgentEvent.Closed(seq, at);
            case "patrol" -> new AgentEvent.Patrol(seq, at, null);
            case "invalid" -> new AgentEvent.Invalid(seq, "", "");
            default -> throw new IOException("an event has an unknown type");
        };
    }

    /** The person of an event. A login that opened no session needs none, so any name is used. */
    private @Nullable Identity identity(AgentEvent event) {
        if (!(event instanceof AgentEvent.Login)) {
            return null;
        }
        UUID name = person == null ? new UUID(0, 0) : person;
        return Identity.decided(new PersonToken(name), decided(), age);
    }

    private List<Reason> decided() {
        return reasons.isEmpty() // as of nearly all logins
                ? List.of()
                : reasons.stream().map(wire -> known(REASONS.get(wire))).toList();
    }

    private static <T> T known(@Nullable T value) {
        return Objects.requireNonNull(value, "a field of an event is missing");
    }

    private static Map<String, Document> documents() {
        var documents = new HashMap<String, Document>();
        for (ReadMethod method : ReadMethod.values()) {
            documents.put(method.wire(), new Document("", "", "", null, null, method));
        }
        return Map.copyOf(documents);
    }

    private static <T> Map<String, T> byWire(T[] values, Function<T, String> wire) {
        var map = new HashMap<String, T>();
        for (T value : values) {
            map.put(wire.apply(value), value);
        }
        return Map.copyOf(map);
    }
}
