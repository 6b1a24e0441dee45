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
 * What the events that one café's agent delivers can show, and what they cannot (handbook,
 * rules.md#how-events-are-read).
 *
 * <p>Kept by the café itself as it writes its events, from what it knows of them: no part of the service's judge, so that a
 * fault of that one shows as a difference. It never decides what truly happened.
 */
final class Shows {
    static final Duration GRACE = Duration.ofMinutes(10);
    private static final Duration NEXT_HEARTBEAT = Duration.ofMinutes(5);
    private static final int MISSED_HEARTBEATS = 3;
    private static final long DAY_SECONDS = 86_400;

    /** By seat, in the records. */
    private final Map<String, Stay> open = new LinkedHashMap<>();
    /** By the midnight that the closed period begins with. */
    private final Map<Instant, Shown> nights = new TreeMap<>();

    private @Nullable Instant latest;
    private @Nullable Instant lastHeartbeat;
    private Set<Stay> lastUnregistered = new HashSet<>();

    /** A login opens a session, on whatever seat. */
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

    /** A logout, of a session that is open. */
    void logout(Stay stay, Instant effective) {
        proven(passed(effective));
        end(stay);
    }

    /** @param inUse everybody who sits at a terminal, by seat */
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

    /** Anything else: it shows that time has passed. */
    void other(Instant effective) {
        passed(effective);
    }

    /** A new stream takes over; whether the old one had open sessions. */
    boolean newStream() {
        boolean hadOpen = !open.isEmpty();
        open.values().forEach(stay -> stay.recordedOpen = false);
        open.clear();
        return hadOpen;
    }

    /** What the night that begins with this midnight has shown of overtime. */
    Shown overtime(Instant midnight) {
        return nights.getOrDefault(midnight, Shown.UNOBSERVABLE);
    }

    /** Nobody asks for nights before this one any more. */
    void forgetBefore(Instant midnight) {
        nights.keySet().removeIf(night -> night.isBefore(midnight));
    }

    List<Stay> recordedOpen() {
        return List.copyOf(open.values());
    }

    /** Time has passed up to the event's effective time, and whoever is open was so until then. */
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

    /** The midnight that a time is after or at. */
    static Instant midnightBefore(Instant at) {
        long sinceMidnight = Math.floorMod(at.getEpochSecond() + CitySettings.OFFSET_SECONDS, DAY_SECONDS);
        return Instant.ofEpochSecond(at.getEpochSecond() - sinceMidnight);
    }

    /** When the closed period that begins with a midnight is over. */
    static Instant closedUntil(Instant midnight) {
        return midnight.plusSeconds(CitySettings.OPENS.toSecondOfDay());
    }
}
