package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lingdian.simulation.city.Truth.Shown;
import org.jspecify.annotations.Nullable;

/**
 * What the events delivered by one café's agent can show, and what they cannot (handbook,
 * rules.md#how-events-are-read).
 *
 * <p>Maintained by the café as it writes its events and independent of the service's judge, so that a fault of the
 * judge shows as a difference. It never decides what truly happened.
 */
final class ObservableRecord {
    static final Duration GRACE = Duration.ofMinutes(10);
    private static final Duration NEXT_HEARTBEAT = Duration.ofMinutes(5);
    private static final int MISSED_HEARTBEATS = 3;
    private static final long DAY_SECONDS = 86_400;

    /** The sessions open in the records, by seat. */
    private final Map<String, Stay> open = new LinkedHashMap<>();
    /** What each night has shown, by the midnight at which its closed period begins. */
    private final Map<Instant, Shown> nights = new TreeMap<>();

    private @Nullable Instant latest;
    private @Nullable Instant lastHeartbeat;
    private Set<Stay> lastUnregistered = new HashSet<>();

    /** Opens the session of a login, and ends an earlier one on its seat. */
    void login(Stay stay, Instant effective) {
        Instant at = passed(effective);
        Stay other = open.put(stay.seat, stay);
        if (other != null) {
            other.recordedOpen = false;
        }
        stay.recordedOpen = true;
        stay.loginDelivered = true;
        stay.missed = 0;
        proven(at);
    }

    /** A logout of an open session. */
    void logout(Stay stay, Instant effective) {
        proven(passed(effective));
        end(stay);
    }

    /** @param inUse every guest at a terminal, by seat */
    void heartbeat(Map<String, Stay> inUse, Instant effective) {
        Instant at = passed(effective);
        if (open.keySet().stream().anyMatch(inUse::containsKey)) {
            proven(at);
        }
        for (Stay stay : new ArrayList<>(open.values())) {
            stay.missed = inUse.containsKey(stay.seat) ? 0 : stay.missed + 1;
            if (stay.missed >= MISSED_HEARTBEATS) {
                end(stay);
            }
        }
        unregistered(inUse, at);
    }

    /** Any other event, which shows that time has passed. */
    void other(Instant effective) {
        passed(effective);
    }

    /** A new stream takes over; returns whether the old one had open sessions. */
    boolean newStream() {
        boolean hadOpen = !open.isEmpty();
        open.values().forEach(stay -> stay.recordedOpen = false);
        open.clear();
        return hadOpen;
    }

    /** How much overtime the night that begins at this midnight has shown. */
    Shown overtime(Instant midnight) {
        return nights.getOrDefault(midnight, Shown.UNOBSERVABLE);
    }

    /** Nights before this one will not be asked for any more. */
    void forgetBefore(Instant midnight) {
        nights.keySet().removeIf(night -> night.isBefore(midnight));
    }

    List<Stay> recordedOpen() {
        return List.copyOf(open.values());
    }

    /**
     * Records that time has passed until the event's effective time, and that the open sessions were open until then.
     */
    private Instant passed(Instant effective) {
        Instant before = latest;
        Instant now = before != null && effective.isBefore(before) ? before : effective;
        latest = now;
        if (before != null && !open.isEmpty()) {
            Instant night = midnightBefore(now);
            if (before.isBefore(closedUntil(night)) && !now.isBefore(night.plus(GRACE))) {
                nights.putIfAbsent(night, Shown.SUSPICION);
            }
        }
        return now;
    }

    private void proven(Instant at) {
        Instant night = midnightBefore(at);
        if (!at.isBefore(night.plus(GRACE)) && at.isBefore(closedUntil(night))) {
            nights.put(night, Shown.FACT);
        }
    }

    private void end(Stay stay) {
        stay.recordedOpen = false;
        open.remove(stay.seat, stay);
    }

    private void unregistered(Map<String, Stay> inUse, Instant at) {
        var now = new HashSet<Stay>();
        inUse.values().stream().filter(stay -> !open.containsKey(stay.seat)).forEach(now::add);
        Instant last = lastHeartbeat;
        if (last != null && last.isBefore(at) && Duration.between(last, at).compareTo(NEXT_HEARTBEAT) <= 0) {
            now.stream().filter(lastUnregistered::contains).forEach(stay -> stay.seenUnregistered = true);
        }
        lastHeartbeat = at;
        lastUnregistered = now;
    }

    /** The last midnight at or before a time. */
    static Instant midnightBefore(Instant at) {
        long sinceMidnight = Math.floorMod(at.getEpochSecond() + CitySettings.OFFSET_SECONDS, DAY_SECONDS);
        return Instant.ofEpochSecond(at.getEpochSecond() - sinceMidnight);
    }

    /** When the closed period that begins at a midnight ends. */
    static Instant closedUntil(Instant midnight) {
        return midnight.plusSeconds(CitySettings.OPENS.toSecondOfDay());
    }
}
