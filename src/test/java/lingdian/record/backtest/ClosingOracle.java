package lingdian.record.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;

/**
 * Computes the overtime of an exported record under any closing time, from its lines alone: sessions by the handbook
 * (protocol-messages.md#sessions, protocol.md#time), then each night by itself. It shares no code with the judge, and
 * handles only the released thresholds and one time zone.
 *
 * <p>All times are in microseconds.
 */
public final class ClosingOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalTime OPENS = LocalTime.of(8, 0);
    private static final long SECOND = 1_000_000;
    private static final long GRACE = 600 * SECOND;
    private static final long GAP = 24 * 3_600 * SECOND;
    private static final long SKEW = 60 * SECOND;
    private static final int MISSED = 3;
    private static final long OPEN = Long.MAX_VALUE;

    /** One session at a terminal. */
    private static final class Stay {
        private final String terminal;
        private final long from;
        private long to = OPEN;
        private int missed;

        Stay(String terminal, long from) {
            this.terminal = terminal;
            this.from = from;
        }
    }

    /**
     * The state after one event: the number of open sessions, and whether the event itself proves that a guest was
     * there.
     */
    private record Moment(long at, int open, boolean proof) {}

    private final LocalTime closes;
    private final Set<String> never;
    private final Set<String> overtime = new TreeSet<>();

    private String place = "";
    private final Map<String, Stay> stays = new LinkedHashMap<>();
    private final Map<String, Stay> open = new LinkedHashMap<>();
    private final List<Moment> moments = new ArrayList<>();
    private int stream;
    private long latest;

    private ClosingOracle(LocalTime closes, Set<String> never) {
        this.closes = closes;
        this.never = never;
    }

    /**
     * The overtimes, each as {@code place startedAt endedAt seconds standing sessions peak}.
     *
     * @param closes the closing time of every day; midnight is 24:00
     * @param never the place codes of cafés that need not close
     */
    public static Set<String> overtime(Path history, LocalTime closes, Set<String> never) throws IOException {
        var oracle = new ClosingOracle(closes, never);
        try (BufferedReader lines = Files.newBufferedReader(history)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                oracle.read(JSON.readTree(line));
            }
        }
        return oracle.overtime;
    }

    private void read(JsonNode line) {
        if (line.has("cafe")) {
            place = line.path("cafe").path("placeCode").asText();
            stays.clear();
            open.clear();
            moments.clear();
            stream = 0;
            latest = 0;
        } else if (line.has("event") && line.has("at")) {
            event(line);
        } else if (line.has("end")) {
            nights();
        }
    }

    private void event(JsonNode event) {
        long at = effective(event);
        if (event.path("stream").asInt() != stream || latest > 0 && at - latest > GAP) {
            Set.copyOf(open.keySet()).forEach(session -> end(session, latest));
            stream = event.path("stream").asInt();
        }
        String session = event.path("session").asText();
        boolean login = event.path("event").asText().equals("login");
        boolean logout = event.path("event").asText().equals("logout");
        if (login && stays.containsKey(session) || logout && !open.containsKey(session)) {
            return; // rejected
        }
        boolean proof = false;
        if (login) {
            proof = login(event, session, at);
        } else if (logout) {
            end(session, at);
            proof = true;
        } else if (event.path("event").asText().equals("heartbeat")) {
            proof = heartbeat(event.path("inUse"), at);
        }
        latest = at;
        moments.add(new Moment(at, open.size(), proof));
    }

    private long effective(JsonNode event) {
        long received = event.path("received").asLong();
        long skew = event.has("sent") ? received - event.path("sent").asLong() : 0;
        long at = event.path("at").asLong() + (Math.abs(skew) > SKEW ? skew : 0);
        return Math.max(Math.min(at, received), latest);
    }

    /** Handles a login; returns whether a session opened. */
    private boolean login(JsonNode event, String session, long at) {
        if (!event.path("admitted").asBoolean() && !event.path("reasons").isEmpty()) {
            return false;
        }
        String terminal = event.path("terminal").asText();
        Set.copyOf(open.keySet()).stream()
                .filter(other -> open.get(other).terminal.equals(terminal))
                .forEach(other -> end(other, at));
        var stay = new Stay(terminal, at);
        stays.put(session, stay);
        open.put(session, stay);
        return true;
    }

    /** Handles a heartbeat; returns whether it lists the terminal of an open session. */
    private boolean heartbeat(JsonNode inUse, long at) {
        var listed = new HashSet<String>();
        inUse.forEach(terminal -> listed.add(terminal.asText()));
        boolean proof = false;
        for (String session : List.copyOf(open.keySet())) {
            Stay stay = open.get(session);
            proof |= listed.contains(stay.terminal);
            stay.missed = listed.contains(stay.terminal) ? 0 : stay.missed + 1;
            if (stay.missed == MISSED) {
                end(session, at);
            }
        }
        return proof;
    }

    private void end(String session, long at) {
        open.remove(session).to = at;
    }

    private void nights() {
        if (moments.isEmpty() || never.contains(place)) {
            return;
        }
        LocalDate last = day(latest);
        for (LocalDate day = day(moments.getFirst().at()).minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            LocalDate closing = closes.equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day;
            night(micros(closing, closes), micros(day.plusDays(1), OPENS));
        }
    }

    private void night(long from, long to) {
        List<Stay> within = stays.values().stream()
                .filter(stay -> stay.from < from ? until(stay) > from : stay.from < to)
                .sorted((one, other) -> Long.compare(one.from, other.from))
                .toList();
        if (within.stream().noneMatch(stay -> until(stay) >= from + GRACE)) {
            return;
        }
        long covered = 0;
        long done = from;
        long end = from;
        for (Stay stay : within) {
            long until = Math.min(until(stay), to);
            covered += Math.max(0, until - Math.max(stay.from, done));
            done = Math.max(done, until);
            end = Math.max(end, stay.to == OPEN ? OPEN : Math.min(stay.to, to));
        }
        overtime.add(String.join(
                " ",
                place,
                time(Math.max(from, within.getFirst().from)),
                end < OPEN ? time(end) : latest < to ? "" : time(to),
                String.valueOf(covered / SECOND),
                proven(from + GRACE, to) ? "fact" : "suspicion",
                String.valueOf(within.size()),
                String.valueOf(peak(from, to))));
    }

    private long until(Stay stay) {
        return stay.to == OPEN ? latest : stay.to;
    }

    private boolean proven(long from, long to) {
        return moments.stream().anyMatch(moment -> moment.proof() && moment.at() >= from && moment.at() < to);
    }

    /** The most open sessions within a period: after all events of its first instant, and after each later event. */
    private int peak(long from, long to) {
        int atStart = 0;
        int peak = 0;
        for (Moment moment : moments) {
            if (moment.at() <= from) {
                atStart = moment.open();
            } else if (moment.at() < to) {
                peak = Math.max(peak, moment.open());
            }
        }
        return Math.max(atStart, peak);
    }

    private static LocalDate day(long at) {
        return Micros.instant(at).atZone(ChinaTime.ZONE).toLocalDate();
    }

    private static long micros(LocalDate day, LocalTime time) {
        return Micros.of(day.atTime(time).atZone(ChinaTime.ZONE).toInstant());
    }

    private static String time(long at) {
        return Rfc3339.format(Micros.instant(at), ChinaTime.ZONE);
    }
}
