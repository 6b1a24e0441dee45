package lingdian.conformance;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.ReceivedEvent;
import org.jspecify.annotations.Nullable;

/** What the kit knows of an agent's stream over all its connections. Pure. */
final class ObservedStream {
    private final Map<Long, String> contents = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private final Set<String> denied = new HashSet<>();
    private @Nullable UUID id;
    private long committed;
    private long highest;
    private long asked;

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
     * @param answered whether the agent hears of it at once. Where it does not, it may decide about a guest by itself, so
     *     the kit denies none
     */
    Optional<AgentFault> take(ReceivedEvent received, boolean answered) {
        long seq = received.event().seq();
        String content = new String(received.canonical(), StandardCharsets.ISO_8859_1);
        String before = contents.putIfAbsent(seq, content);
        if (before != null) {
            return before.equals(content) ? Optional.empty() : Optional.of(AgentFault.REPEAT_ALTERED);
        }
        highest = Math.max(highest, seq);
        return switch (received.event()) {
            case AgentEvent.Invalid invalid -> Optional.of(AgentFault.EVENT_INVALID);
            case AgentEvent.Login login -> login(login, answered);
            case AgentEvent.Logout logout -> logout(logout.session());
            default -> Optional.empty();
        };
    }

    /** Whether the asking login of a session was denied. */
    boolean isDenied(String session) {
        return denied.contains(session);
    }

    private Optional<AgentFault> login(AgentEvent.Login login, boolean answered) {
        if (opened.contains(login.session())) {
            return Optional.of(AgentFault.SESSION_REUSED);
        }
        if (answered && !login.admitted() && ++asked % 2 == 0) { // every second one, so that both answers are seen
            denied.add(login.session());
        } else {
            denied.remove(login.session());
            opened.add(login.session());
            open.add(login.session());
        }
        return Optional.empty();
    }

    private Optional<AgentFault> logout(String session) {
        if (denied.contains(session)) {
            return Optional.of(AgentFault.DENIED_BUT_SEATED);
        }
        return open.remove(session) ? Optional.empty() : Optional.of(AgentFault.SESSION_UNKNOWN);
    }
}
