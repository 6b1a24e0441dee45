package lingdian.simulation.city;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lingdian.domain.ChinaTime;
import lingdian.domain.event.AgentEvent;

/**
 * A café's own figures of its days: counts of its events and their answers, and the times at which guests sat past
 * midnight. They are computed independently of the service.
 */
public final class CafeBook {
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final int MISSED_HEARTBEATS = 3;
    private static final String UNDER_AGE = "under-age";

    private final String placeCode;
    private final Map<LocalDate, Day> days = new TreeMap<>();
    private final Map<String, Sitting> sitting = new TreeMap<>();
    private final List<Sitting> gone = new ArrayList<>();
    private Instant latest = Instant.MIN;
    private Instant answeredAt = Instant.MIN;
    private int stream;

    /** The figures of one local day. */
    public static final class Day {
        public long heartbeats;
        public long patrols;
        public long allowed;
        public long denied;
        public long minorsRefused;
        public long minorsAdmitted;
        /** Bit n: an event happened in hour n. */
        public int hours;
    }

    private static final class Sitting {
        final String terminal;
        final Instant from;
        Instant to = Instant.MAX;
        int missed;

        Sitting(String terminal, Instant from) {
            this.terminal = terminal;
            this.from = from;
        }
    }

    CafeBook(String placeCode) {
        this.placeCode = placeCode;
    }

    public String placeCode() {
        return placeCode;
    }

    public String region() {
        return placeCode.substring(0, 6);
    }

    /** When the service last answered the café. */
    public Instant answeredAt() {
        return answeredAt;
    }

    /** The figures by local date. */
    public Map<LocalDate, Day> days() {
        return days;
    }

    /** Whether the café has a guest past closing at the time of its latest event. */
    public boolean isOpenPastClosing() {
        LocalDate night = latest.atZone(ChinaTime.ZONE).toLocalDate();
        return !sitting.isEmpty()
                && latest.atZone(ChinaTime.ZONE).toLocalTime().isBefore(CitySettings.OPENS)
                && overtimeSeconds(night) > 0;
    }

    /**
     * The whole seconds with guests between the midnight that begins {@code day} and opening; 0 if they ended within
     * the grace period.
     */
    public long overtimeSeconds(LocalDate day) {
        Instant midnight = day.atStartOfDay(ChinaTime.ZONE).toInstant();
        Instant opens = day.atTime(CitySettings.OPENS).atZone(ChinaTime.ZONE).toInstant();
        var night = new ArrayList<Sitting>(gone);
        night.addAll(sitting.values());
        Duration sum = Duration.ZERO;
        Instant until = midnight;
        Instant last = Instant.MIN;
        night.sort(Comparator.comparing(one -> one.from));
        for (Sitting one : night) {
            Instant from = one.from.isAfter(until) ? one.from : until;
            Instant end = one.to.isBefore(latest) ? one.to : latest;
            Instant to = end.isBefore(opens) ? end : opens;
            if (one.from.isBefore(opens) && end.isAfter(midnight)) {
                last = to.isAfter(last) ? to : last;
            }
            if (to.isAfter(from)) {
                sum = sum.plus(Duration.between(from, to));
                until = to;
            }
        }
        return last.isBefore(midnight.plus(GRACE)) ? 0 : sum.toSeconds();
    }

    void answered(Instant at) {
        answeredAt = at;
    }

    /** @param verdict the verdict of a login; empty for other events */
    void write(AgentEvent.WellFormed event, int ofStream, JsonObject verdict) {
        if (ofStream != stream) { // reinstalled: earlier sessions end with the old records
            List.copyOf(sitting.keySet()).forEach(session -> ends(session, latest));
            stream = ofStream;
        }
        latest = event.at().isAfter(latest) ? event.at() : latest;
        ZonedDateTime local = latest.atZone(ChinaTime.ZONE);
        Day day = days.computeIfAbsent(local.toLocalDate(), first -> new Day());
        day.hours |= 1 << local.getHour();
        switch (event) {
            case AgentEvent.Heartbeat heartbeat -> {
                day.heartbeats++;
                heard(heartbeat);
            }
            case AgentEvent.Patrol patrol -> day.patrols++;
            case AgentEvent.Login login -> login(login, verdict, day);
            case AgentEvent.Logout logout -> ends(logout.session(), latest);
            case AgentEvent.Opened opened -> {}
            case AgentEvent.Closed closed -> {}
        }
    }

    private void login(AgentEvent.Login login, JsonObject verdict, Day day) {
        boolean allowed = verdict.getBoolean("allow");
        boolean minor = verdict.getJsonArray("reasons", new JsonArray()).contains(UNDER_AGE);
        day.allowed += allowed ? 1 : 0;
        day.denied += allowed ? 0 : 1;
        day.minorsRefused += minor && !login.admitted() ? 1 : 0;
        day.minorsAdmitted += minor && login.admitted() ? 1 : 0;
        if (allowed || login.admitted()) {
            List.copyOf(sitting.entrySet()).stream()
                    .filter(one -> one.getValue().terminal.equals(login.terminal()))
                    .forEach(one -> ends(one.getKey(), latest));
            sitting.put(login.session(), new Sitting(login.terminal(), latest));
        }
    }

    /** Ends sessions whose seats several heartbeats missed: their logouts were lost. */
    private void heard(AgentEvent.Heartbeat heartbeat) {
        for (var one : List.copyOf(sitting.entrySet())) {
            boolean there = heartbeat.inUse().contains(one.getValue().terminal);
            one.getValue().missed = there ? 0 : one.getValue().missed + 1;
            if (one.getValue().missed == MISSED_HEARTBEATS) {
                ends(one.getKey(), latest);
            }
        }
    }

    private void ends(String session, Instant at) {
        Sitting one = sitting.remove(session);
        if (one != null) {
            one.to = at;
            gone.add(one);
        }
    }

    /** The overtime seconds of each night, including a night that is not over. */
    public Map<LocalDate, Long> overtime() {
        var seconds = new TreeMap<LocalDate, Long>();
        for (LocalDate day : days.keySet()) {
            long night = overtimeSeconds(day);
            if (night > 0) {
                seconds.put(day, night);
            }
        }
        return seconds;
    }
}
