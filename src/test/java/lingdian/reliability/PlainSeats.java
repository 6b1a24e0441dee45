package lingdian.reliability;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The seats of one café that are used without a login, found a second time from the words of the handbook
 * (rules.md#terminal_unregistered), without a line of the service and as naively as can be.
 */
final class PlainSeats {
    /**
     * One finding.
     *
     * @param endedAt null while it is open
     * @param ids all that ever qualified, ascending
     */
    record Episode(Instant startedAt, Instant endedAt, List<String> ids, int peak) {
        static Episode of(JsonObject violation) {
            String ended = violation.getString("endedAt");
            JsonObject terminals = violation.getJsonObject("terminals");
            List<String> ids = terminals.getJsonArray("ids").stream()
                    .map(String.class::cast)
                    .toList();
            if (terminals.getInteger("count") != ids.size()) {
                throw new AssertionError("more terminals than are named");
            }
            return new Episode(
                    OffsetDateTime.parse(violation.getString("startedAt")).toInstant(),
                    ended == null ? null : OffsetDateTime.parse(ended).toInstant(),
                    ids,
                    violation.getInteger("peak"));
        }
    }

    private record Heartbeat(Instant at, Set<String> inUse, Set<String> empty) {}

    private final Set<String> staff;
    private final List<Episode> over = new ArrayList<>();
    private Set<String> qualifying = new HashSet<>();
    private Heartbeat last;
    private final Set<String> openedSince = new HashSet<>();
    private Instant started;
    private final Set<String> seen = new TreeSet<>();
    private int peak;

    PlainSeats(Collection<String> staff) {
        this.staff = Set.copyOf(staff);
    }

    /** @param occupied terminals with an open session after it */
    void heartbeat(Instant at, Collection<String> inUse, Set<String> occupied) {
        var empty = new HashSet<>(inUse);
        empty.removeAll(occupied);
        empty.removeAll(staff);
        var now = new HashSet<>(qualifying);
        now.retainAll(new HashSet<>(inUse));
        Instant first = last == null ? null : last.at();
        if (first != null
                && first.isBefore(at)
                && Duration.between(first, at).toNanos()
                        <= Duration.ofMinutes(5).toNanos()) {
            for (String terminal : empty) {
                if (last.empty().contains(terminal) && !openedSince.contains(terminal)) {
                    now.add(terminal);
                }
            }
        }
        last = new Heartbeat(at, new HashSet<>(inUse), empty);
        openedSince.clear();
        after(at, first, now);
    }

    void sessionOpened(Instant at, String terminal) {
        openedSince.add(terminal);
        var now = new HashSet<>(qualifying);
        now.remove(terminal);
        after(at, null, now);
    }

    private void after(Instant at, Instant first, Set<String> now) {
        if (qualifying.isEmpty() && !now.isEmpty()) {
            started = first;
            seen.clear();
            peak = 0;
        }
        seen.addAll(now);
        peak = Math.max(peak, now.size());
        if (!qualifying.isEmpty() && now.isEmpty()) {
            over.add(new Episode(started, at, List.copyOf(seen), peak));
        }
        qualifying = now;
    }

    /** All of them, the open one last. */
    List<Episode> found() {
        var all = new ArrayList<>(over);
        if (!qualifying.isEmpty()) {
            all.add(new Episode(started, null, List.copyOf(seen), peak));
        }
        return all;
    }
}
