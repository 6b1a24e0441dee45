package lingdian.agent.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions, ended by the same rules as in the service (handbook, protocol-messages.md#sessions).
 *
 * <p>A session that the service ended by itself, because another one opened on its terminal or three heartbeats missed
 * it, ends here too; otherwise the page would show guests whose logout the service would reject. Not thread-safe.
 */
final class Guests {
    private static final int MISSES = 3;
    private static final Duration SILENCE_MAX = Duration.ofHours(24);

    private final Map<String, Guest> byTerminal = new HashMap<>();
    private final Map<String, Guest> bySession = new LinkedHashMap<>();
    private final Map<String, Integer> missed = new HashMap<>();
    private @Nullable Instant latest;

    /** A session opened. An earlier session on this terminal is over. */
    void seat(Guest guest) {
        Guest other = byTerminal.get(guest.terminal());
        if (other != null && other.login() > guest.login()) {
            return; // a late answer: the terminal has a new guest since
        }
        if (other != null) {
            remove(other);
        }
        byTerminal.put(guest.terminal(), guest);
        bySession.put(guest.session(), guest);
    }

    /** A session ended; no effect if it is not open. */
    void leave(String session) {
        Guest guest = bySession.get(session);
        if (guest != null) {
            remove(guest);
        }
    }

    /** A heartbeat was recorded with these terminals; returns the sessions that it ended. */
    List<Guest> heartbeat(long seq, Collection<String> inUse) {
        for (Guest guest : bySession.values()) {
            if (guest.login() < seq) {
                missed.merge(guest.session(), 1, Integer::sum);
            }
        }
        for (String terminal : inUse) {
            on(terminal).ifPresent(guest -> missed.remove(guest.session()));
        }
        List<Guest> lost = bySession.values().stream()
                .filter(guest -> missed.getOrDefault(guest.session(), 0) >= MISSES)
                .toList();
        lost.forEach(this::remove);
        return lost;
    }

    /** An event with this time was recorded: one more than 24 h after the latest ends all sessions. */
    void event(Instant at) {
        Instant last = latest;
        if (last != null && at.isAfter(last.plus(SILENCE_MAX))) {
            clear();
        }
        latest = last == null || at.isAfter(last) ? at : last;
    }

    /** The time of the latest event; empty if there is none. */
    Optional<Instant> latest() {
        return Optional.ofNullable(latest);
    }

    /** A new stream began: it has no sessions. */
    void clear() {
        byTerminal.clear();
        bySession.clear();
        missed.clear();
    }

    Optional<Guest> on(String terminal) {
        return Optional.ofNullable(byTerminal.get(terminal));
    }

    Optional<Guest> session(String session) {
        return Optional.ofNullable(bySession.get(session));
    }

    /** Whether the person has a session at another terminal than this one. */
    boolean elsewhere(PersonKey person, String terminal) {
        return bySession.values().stream()
                .anyMatch(guest ->
                        guest.person().equals(person) && !guest.terminal().equals(terminal));
    }

    boolean isEmpty() {
        return bySession.isEmpty();
    }

    /** All guests, by terminal. */
    List<Guest> all() {
        return bySession.values().stream()
                .sorted(Comparator.comparing(Guest::terminal))
                .toList();
    }

    private void remove(Guest guest) {
        bySession.remove(guest.session());
        byTerminal.remove(guest.terminal(), guest);
        missed.remove(guest.session());
    }
}
