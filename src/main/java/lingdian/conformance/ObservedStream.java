package lingdian.conformance;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.ReceivedEvent;
import org.jspecify.annotations.Nullable;

/** What the kit knows of an agent's stream over all its connections. Pure. */
final class ObservedStream {
    private final ObservedGuests guests = new ObservedGuests();
    private final Map<Long, String> contents = new HashMap<>();
    private @Nullable UUID id;
    private long committed;
    private long highest;

    /** Notes the stream of a hello. A stream other than the one before starts without events. */
    void begin(UUID stream) {
        if (!stream.equals(id)) {
            id = stream;
            contents.clear();
            committed = 0;
            highest = 0;
        }
    }

    /** Whether there was another stream before. */
    boolean isOther(UUID stream) {
        return id != null && !id.equals(stream);
    }

    ObservedGuests guests() {
        return guests;
    }

    long committed() {
        return committed;
    }

    long highest() {
        return highest;
    }

    void commit(long seq) {
        committed = Math.max(committed, seq);
    }

    /**
     * Notes an event that fits; returns what is wrong with it.
     *
     * @param taught whether a guest who logs in with it may be denied, rejected or answered late
     */
    Optional<AgentFault> take(ReceivedEvent received, boolean taught) {
        long seq = received.event().seq();
        String content = new String(received.canonical(), StandardCharsets.ISO_8859_1);
        String before = contents.putIfAbsent(seq, content);
        if (before != null) {
            return before.equals(content) ? Optional.empty() : Optional.of(AgentFault.REPEAT_ALTERED);
        }
        highest = Math.max(highest, seq);
        return switch (received.event()) {
            case AgentEvent.Invalid invalid -> Optional.of(AgentFault.EVENT_INVALID);
            case AgentEvent.Login login -> guests.login(login, taught);
            case AgentEvent.Logout logout -> guests.logout(logout);
            case AgentEvent.Heartbeat heartbeat -> {
                guests.heartbeat(heartbeat);
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }
}
