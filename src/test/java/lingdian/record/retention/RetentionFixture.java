package lingdian.record.retention;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;

/**
 * A café whose days are played on a clock that the test moves. The days are long past, so that the database permits
 * dropping them.
 */
final class RetentionFixture implements InstantSource {
    static final String CAFE = "36048110000001";
    static final UUID STREAM = UUID.fromString("7a3c1f52-0011-4000-8000-000000000001");

    /** A Monday. */
    static final LocalDate FIRST = LocalDate.of(2022, 3, 7);

    private final AtomicReference<Instant> now = new AtomicReference<>(at(FIRST, "09:00"));
    private long seq;

    @Override
    public Instant instant() {
        return now.get();
    }

    static Instant at(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.ofHours(8));
    }

    /** Moves the clock. */
    void goTo(LocalDate day, String time) {
        now.set(at(day, time));
    }

    /** The number of the last event that the café sent. */
    long seq() {
        return seq;
    }

    /**
     * Plays a day with a session of a person whose card has no birth date, which is a finding, and a minor who is
     * denied.
     */
    void play(RunningService service, LocalDate day) throws Exception {
        goTo(day, "10:00");
        send(
                service,
                login("s-" + day, "A", "P-1", null),
                login("m-" + day, "B", "P-2", day.minusYears(15).toString()).put("admitted", false),
                event("heartbeat").put("inUse", new io.vertx.core.json.JsonArray().add("A")),
                event("patrol").put("officer", "值班员"));
        goTo(day, "10:30");
        send(service, event("logout").put("session", "s-" + day).put("reason", "patron"));
        goTo(day, "11:00");
    }

    /** Sends events at the clock's time and waits until they are recorded. */
    void send(RunningService service, JsonObject... events) throws Exception {
        try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(CAFE, List.of()))) {
            agent.hello(STREAM, seq);
            var numbered = new ArrayList<JsonObject>();
            for (JsonObject event : events) {
                numbered.add(event.put("seq", ++seq));
            }
            agent.sendArray(numbered);
            agent.ack(seq);
        }
    }

    JsonObject event(String type) {
        return new JsonObject().put("type", type).put("at", instant().toString());
    }

    JsonObject login(String session, String terminal, String number, String birthDate) {
        JsonObject document = new JsonObject()
                .put("type", "990")
                .put("number", number)
                .put("name", "张三")
                .put("read", "manual");
        if (birthDate != null) {
            document.put("birthDate", birthDate);
        }
        return event("login")
                .put("session", session)
                .put("terminal", terminal)
                .put("admitted", true)
                .put("document", document);
    }

    /** The finding about the session of a day. */
    static JsonObject finding(RunningService service, LocalDate day) throws Exception {
        return service.violations().values().stream()
                .filter(one -> one.getString("code").equals("IDENTITY_UNVERIFIED"))
                .filter(one -> ("s-" + day).equals(one.getString("session")))
                .findAny()
                .map(one -> {
                    one.remove("caseFile"); // it is made a moment after the finding
                    return one;
                })
                .orElseThrow();
    }

    /** One value of the database, as text. */
    static String ask(DatabaseAddress database, String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The days that still have records, and the days that had any. */
    static String days(DatabaseAddress database) throws SQLException {
        return ask(database, "SELECT string_agg(DISTINCT day::text, ' ' ORDER BY day::text) FROM journal");
    }

    static String dropped(DatabaseAddress database) throws SQLException {
        return ask(database, "SELECT string_agg(day::text, ' ' ORDER BY number) FROM retention_drop");
    }
}
