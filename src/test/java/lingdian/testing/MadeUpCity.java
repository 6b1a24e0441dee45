package lingdian.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import lingdian.domain.ChinaTime;
import lingdian.domain.document.CitizenNumber;
import lingdian.platform.text.Rfc3339;

/**
 * Seeded streams of a few cafés that share persons, with many events at the edges of the rules: closing, grace,
 * opening, equal times, clocks that are set back, gaps over 24 h, takeovers, lost logouts, terminals without a login,
 * bad documents, invalid events, ids used twice, further streams.
 *
 * <p>Persons of {@link #SHARED} visit several cafés, and all their logins are admitted; every other person visits one
 * café. So the order of arrival can change only the verdict {@code in-use-elsewhere} of shared persons.
 */
public final class MadeUpCity {
    /** The prefix of the numbers of shared persons. */
    public static final String SHARED = "shared-";

    private static final Instant BEGIN = Instant.parse("2026-02-28T12:30:00Z");
    private static final List<String> TERMINALS = List.of("A", "B", "C", "D", "E");
    private static final List<LocalTime> EDGES = List.of(
            LocalTime.MIDNIGHT,
            LocalTime.of(0, 10),
            LocalTime.of(2, 0),
            LocalTime.of(8, 0),
            LocalTime.of(14, 0),
            LocalTime.of(23, 55));
    private static final Duration[] NUDGES = {
        Duration.ZERO, Duration.ZERO, Duration.ofNanos(-1_000), Duration.ofNanos(1_000), Duration.ofSeconds(-1)
    };
    private static final int[] SECONDS = {0, 0, 1, 30, 60, 120, 299, 300, 301, 600, 1_200, 3_600};

    private static final int[] BEATS = {0, 60, 60, 300, 301};

    /** The decisions about a café that precede its first event. */
    enum Regime {
        DEFAULT_HOURS,
        PAST_MIDNIGHT,
        ALL_DAY_BUT_CLOSED_FOR_AN_HOUR,
        SUSPENDED_FOR_A_NIGHT,
        LICENCE_RUNS_OUT
    }

    /** One installation's events, in order. */
    public record Stream(UUID id, List<JsonObject> events) {}

    public record Cafe(String placeCode, String timeZone, Regime regime, List<Stream> streams) {
        int events() {
            return streams.stream().mapToInt(stream -> stream.events().size()).sum();
        }
    }

    private final Random random;
    private final String placeCode;
    private final Map<String, String> sessionOn = new TreeMap<>();
    private final List<JsonObject> events = new ArrayList<>();
    private final boolean finely;
    private Instant now = BEGIN;
    private int sessions;

    private MadeUpCity(Random random, String placeCode) {
        this.random = random;
        this.placeCode = placeCode;
        this.finely = random.nextInt(3) == 0;
    }

    /** A city of {@code count} cafés that send about {@code length} events each. */
    public static List<Cafe> cafes(long seed, int count, int length) {
        var random = new Random(seed);
        var cafes = new ArrayList<Cafe>();
        for (int i = 0; i < count; i++) {
            cafes.add(cafe(random, String.format("36048110%06d", i + 1), length));
        }
        return cafes;
    }

    private static Cafe cafe(Random random, String placeCode, int length) {
        var made = new MadeUpCity(random, placeCode);
        var streams = new ArrayList<Stream>();
        int count = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
        for (int i = 0; i < count; i++) {
            streams.add(made.stream(Math.max(1, length / count + random.nextInt(20) - 10)));
        }
        Regime[] regimes = Regime.values();
        return new Cafe(
                placeCode,
                random.nextInt(4) == 0 ? "Asia/Urumqi" : ChinaTime.ZONE.getId(),
                random.nextInt(3) == 0 ? Regime.DEFAULT_HOURS : regimes[random.nextInt(regimes.length)],
                List.copyOf(streams));
    }

    /** Passes the café's properties, hours and suspensions to the authorities that may decide them. */
    public static void decide(
            Cafe cafe,
            Consumer<JsonObject> put,
            Consumer<JsonObject> hours,
            Consumer<JsonObject> order,
            Consumer<JsonObject> suspension) {
        put.accept(new JsonObject()
                .put("name", "test")
                .put("timeZone", cafe.timeZone())
                .put("staffTerminals", new JsonArray().add("STAFF"))
                .put(
                        "licence",
                        new JsonObject()
                                .put("number", "1")
                                .put(
                                        "validUntil",
                                        cafe.regime() == Regime.LICENCE_RUNS_OUT ? "2026-03-01" : "2099-12-31")));
        switch (cafe.regime()) {
            case DEFAULT_HOURS, LICENCE_RUNS_OUT -> {}
            case PAST_MIDNIGHT -> hours.accept(daily("10:00-02:00"));
            case ALL_DAY_BUT_CLOSED_FOR_AN_HOUR -> {
                hours.accept(daily("00:00-24:00"));
                order.accept(period("2026-03-01T23:55:00+08:00", "2026-03-02T00:55:00+08:00")
                        .put("placeCode", cafe.placeCode())
                        .put("kind", "closed"));
            }
            case SUSPENDED_FOR_A_NIGHT ->
                suspension.accept(period("2026-03-01T14:00:00+08:00", "2026-03-02T02:00:00+08:00"));
        }
    }

    private static JsonObject daily(String interval) {
        var weekly = new JsonObject();
        for (String day : List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")) {
            weekly.put(day, new JsonArray().add(interval));
        }
        return new JsonObject()
                .put("weekly", weekly)
                .put("from", "2026-01-01")
                .putNull("to")
                .put("document", "文〔2026〕1号");
    }

    private static JsonObject period(String from, String to) {
        return new JsonObject().put("from", from).put("to", to).put("document", "文〔2026〕2号");
    }

    private Stream stream(int length) {
        events.clear();
        while (events.size() < length) {
            switch (random.nextInt(20)) {
                case 0 -> add("opened");
                case 1 -> add("closed");
                case 2 -> add("patrol").put("officer", "值班员");
                case 3, 4 -> invalid();
                case 5, 6, 7, 8, 9 -> logout();
                case 10, 11, 12, 13, 14 -> heartbeat();
                default -> login();
            }
        }
        return new Stream(new UUID(random.nextLong(), random.nextLong()), List.copyOf(events));
    }

    private JsonObject add(String type) {
        var event = new JsonObject()
                .put("seq", events.size() + 1L)
                .put("type", type)
                .put("at", at());
        events.add(event);
        return event;
    }

    private void login() {
        boolean shared = random.nextInt(3) == 0;
        String terminal = TERMINALS.get(random.nextInt(TERMINALS.size()));
        String session = sessions > 0 && random.nextInt(12) == 0 ? "s" + random.nextInt(sessions) : "s" + sessions++;
        JsonObject login = add("login")
                .put("session", session)
                .put("terminal", terminal)
                .put("document", shared ? sharedDocument() : ownDocument());
        if (shared || random.nextInt(3) > 0) {
            login.put("admitted", true);
        } else if (random.nextBoolean()) {
            login.putNull("admitted");
        }
        sessionOn.put(terminal, session);
    }

    private void logout() {
        boolean known = !sessionOn.isEmpty() && random.nextInt(6) > 0;
        String terminal = TERMINALS.get(random.nextInt(TERMINALS.size()));
        String session = known ? any(sessionOn.values()) : "s" + random.nextInt(sessions + 2);
        sessionOn.values().remove(session);
        add("logout")
                .put("session", session)
                .put("reason", random.nextInt(5) == 0 ? "lost" : "patron")
                .put("terminal", terminal); // not a field of a logout, so it is ignored
    }

    /**
     * Some equal heartbeats in a row, so that the sessions of missing seats end, and seats without a session are found.
     */
    private void heartbeat() {
        var inUse = new TreeSet<>(random.nextInt(4) == 0 ? Set.<String>of() : sessionOn.keySet());
        if (random.nextInt(3) == 0) {
            inUse.remove(TERMINALS.get(random.nextInt(TERMINALS.size())));
        }
        if (random.nextInt(3) == 0) {
            inUse.add(TERMINALS.get(random.nextInt(TERMINALS.size())));
        }
        if (random.nextInt(3) == 0) {
            inUse.add("STAFF");
        }
        var listed = new ArrayList<>(inUse);
        listed.addAll(random.nextInt(5) == 0 ? inUse : List.of());
        add("heartbeat").put("inUse", new JsonArray(listed));
        for (int more = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0; more > 0; more--) {
            now = now.plusSeconds(BEATS[random.nextInt(BEATS.length)]);
            add("heartbeat").put("inUse", new JsonArray(listed)).put("at", written(now));
        }
    }

    /** An event that gets a reject; one for each kind of structure. */
    private void invalid() {
        switch (random.nextInt(6)) {
            case 0 -> add("login").put("session", "s" + sessions).put("terminal", "A");
            case 1 -> add("logout").put("session", "not a session").put("reason", "patron");
            case 2 -> add("heartbeat").put("inUse", new JsonArray().add("A").add(7));
            case 3 -> add("opened").put("at", "2026-02-30T00:00:00+08:00");
            case 4 -> add("teleported");
            default -> add("logout").put("session", "s0").put("reason", "bored");
        }
    }

    private JsonObject sharedDocument() {
        int person = random.nextInt(4);
        return document("990", SHARED + person).put("birthDate", person == 3 ? "2012-06-01" : "1990-01-01");
    }

    /** One of the café's few persons, so that persons return and sit at two terminals at once. */
    private JsonObject ownDocument() {
        int person = random.nextInt(8);
        return switch (person) {
            case 0 -> resident("20120601"); // a minor
            case 1 -> resident("20080302"); // comes of age in the second night
            case 2 -> resident("20080229"); // of age on 1 March in a common year
            case 3 -> document("111", wrongCheckCharacter(number("19900505")));
            case 4 -> resident("19850101").put("validUntil", random.nextBoolean() ? "2026-03-01" : "2026-02-30");
            case 5 -> document("414", " e-" + placeCode + " ").put("birthDate", "1990-01-01"); // the next one's person
            case 6 -> document("414", "E-" + placeCode).put("birthDate", random.nextInt(3) > 0 ? "1990-01-01" : null);
            default -> resident("19700101");
        };
    }

    private JsonObject resident(String birthDate) {
        return document("111", number(birthDate));
    }

    private String number(String birthDate) {
        String digits = "360481" + birthDate + placeCode.substring(11);
        return digits + CitizenNumber.checkCharacter(digits);
    }

    private static String wrongCheckCharacter(String number) {
        char last = number.charAt(17);
        return number.substring(0, 17) + (last == '1' ? '2' : '1');
    }

    private static JsonObject document(String type, String number) {
        return new JsonObject()
                .put("type", type)
                .put("number", number)
                .put("name", "某某")
                .put("read", "chip");
    }

    /** Time advances, stops, or the agent's clock is set back. */
    private String at() {
        int kind = random.nextInt(40);
        if (kind == 0) {
            now = now.plus(Duration.ofHours(24)).plus(NUDGES[random.nextInt(NUDGES.length)]);
        } else if (kind < 9) {
            now = edge();
        } else if (kind > 11) {
            now = now.plusSeconds(SECONDS[random.nextInt(SECONDS.length)]);
        } else {
            return written(now.minusSeconds(1 + random.nextInt(7_200)));
        }
        if (finely && random.nextInt(4) == 0) {
            now = now.plusNanos(random.nextInt(1_000_000) * 1_000L);
        }
        return written(now);
    }

    /** The next time of day at which a rule changes its result, or a moment next to it. */
    private Instant edge() {
        LocalDate day = now.atZone(ChinaTime.ZONE).toLocalDate();
        LocalTime time = EDGES.get(random.nextInt(EDGES.size()));
        Instant today = day.atTime(time).atZone(ChinaTime.ZONE).toInstant();
        Instant next = today.isBefore(now) ? today.plus(Duration.ofDays(1)) : today;
        return next.plus(NUDGES[random.nextInt(NUDGES.length)]);
    }

    private String written(Instant at) {
        return Rfc3339.format(at, random.nextInt(5) == 0 ? ZoneId.of("UTC") : ChinaTime.ZONE)
                .replaceFirst("\\+00:00$", "Z");
    }

    private String any(Iterable<String> values) {
        var all = new ArrayList<String>();
        values.forEach(all::add);
        return all.get(random.nextInt(all.size()));
    }
}
