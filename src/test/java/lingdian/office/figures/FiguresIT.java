package lingdian.office.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Figures follow the events of real agents, and count everything once. */
class FiguresIT {
    private static final String CAFE = "36048110000001";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0016-4000-8000-000000000001");

    private static final int MANY = 60;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T15:50:00Z"));
    private RunningService service;
    private long seq;

    @BeforeEach
    void start() throws Exception {
        service = RunningService.with().clock(now::get).start();
        play(
                login("s-1", "A", "P-1", "1990-01-01").put("admitted", true),
                login("m-1", "B", "P-2", "2012-01-01"),
                event("heartbeat").put("inUse", new JsonArray().add("A")),
                event("patrol").put("officer", "值班员"));
        now.set(Instant.parse("2026-07-01T16:20:00Z")); // 00:20, past closing
        play(event("heartbeat").put("inUse", new JsonArray().add("A")));
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void aCafesDaysAreCountedInItsOwnTime() throws Exception {
        service.sweepFigures();

        assertThat(rows(
                        "SELECT day, heartbeats, patrols, rejects, logins_allowed, logins_denied, minors_refused, hours_heard"
                                + " FROM cafe_day ORDER BY day"))
                .containsExactly("2026-07-01 1 1 0 1 1 1 " + (1 << 23), "2026-07-02 1 0 0 0 0 0 1");
        assertThat(rows("SELECT day, hour, region, heartbeats, patrols FROM region_hour ORDER BY day"))
                .containsExactly("2026-07-01 23 360481 1 1", "2026-07-02 0 360481 1 0");
    }

    /**
     * Figures depend on the columns of facts and not on the JSON text: keys in another order, or an additional key,
     * change nothing.
     */
    @Test
    void figuresDoNotDependOnTheFormOfTheText() throws Exception {
        play(login("m-2", "C", "P-3", "2012-01-01").put("admitted", true));
        String days =
                "SELECT count_day('2026-07-01'), count_day('2026-07-02'), (SELECT string_agg(f::text, ' ' ORDER BY f)"
                        + " FROM daily_figures f), (SELECT string_agg(d::text, ' ' ORDER BY d) FROM daily_denials d)";
        rows(days);
        List<String> counted = rows(days);
        assertThat(counted).singleElement().asString().contains("under-age");

        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("UPDATE journal SET body = (body::jsonb || '{\"a\":1,\"later\":true}')::text,"
                    + " outcome = (outcome::jsonb || '{\"a\":1,\"later\":[]}')::text");
        }
        service.sweepFigures();

        assertThat(rows(days)).isEqualTo(counted);
        assertThat(rows("SELECT day, heartbeats, patrols, rejects, logins_allowed, logins_denied, minors_refused"
                        + " FROM cafe_day ORDER BY day"))
                .containsExactly("2026-07-01 1 1 0 1 1 1", "2026-07-02 1 0 0 0 1 0");
    }

    @Test
    void everythingIsCountedOnce() throws Exception {
        service.sweepFigures();
        String once = rows("SELECT sum(heartbeats), sum(patrols), sum(logins_allowed) FROM cafe_day")
                .getFirst();
        service.sweepFigures();
        service.restart();
        service.sweepFigures();

        assertThat(rows("SELECT sum(heartbeats), sum(patrols), sum(logins_allowed) FROM cafe_day"))
                .containsExactly(once)
                .containsExactly("2 1 1");
    }

    /** Streams are counted in parts with rests between them; one sweep covers all of them. */
    @Test
    void aSweepCountsAllStreamsHoweverMany() throws Exception {
        for (int cafe = 0; cafe < MANY; cafe++) {
            String place = "36048110" + (100_000 + cafe);
            try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(place, List.of()))) {
                agent.hello(UUID.randomUUID(), 0);
                agent.send(event("heartbeat").put("inUse", new JsonArray()).put("seq", 1));
                agent.ack(1);
            }
        }

        service.sweepFigures();

        assertThat(rows("SELECT count(*), sum(heartbeats) FROM cafe_day WHERE place_code <> '" + CAFE + "'"))
                .containsExactly(MANY + " " + MANY);
    }

    @Test
    void aViolationsFigureFollowsItsChanges() throws Exception {
        service.sweepFigures();
        String before = "SELECT day, hour, code, standing, overtime_seconds FROM violation_figure";
        assertThat(rows(before)).containsExactly("2026-07-02 0 OVERTIME_OPERATION fact 1200");

        now.set(Instant.parse("2026-07-01T16:40:00Z"));
        play(event("logout").put("session", "s-1").put("reason", "closing"));
        service.sweepFigures();

        assertThat(rows(before)).containsExactly("2026-07-02 0 OVERTIME_OPERATION fact 2400");
    }

    /** After additions, increments, changes and removals a county's day is always the sum of its cafés' days. */
    @Test
    void aCountysDayFollowsItsCafes() throws Exception {
        service.sweepFigures();
        assertCountiesAgree();
        now.set(Instant.parse("2026-07-01T16:40:00Z"));
        play(event("logout").put("session", "s-1").put("reason", "closing"), event("patrol"));
        service.sweepFigures();

        assertCountiesAgree();
        assertThat(rows("SELECT day, region, cafes, patrols, hours_heard FROM region_day ORDER BY day"))
                .containsExactly("2026-07-01 360481 1 1 1", "2026-07-02 360481 1 1 1");
        assertThat(rows("SELECT day, region, code, authorities, violations, overtime_seconds FROM region_finding"))
                .containsExactly("2026-07-02 360481 OVERTIME_OPERATION {culture} 1 2400");

        rows("DELETE FROM violation_figure RETURNING id");
        rows("UPDATE cafe_day SET region = '360426', patrols = patrols + 1 RETURNING day");

        assertThat(rows("SELECT violations, overtime_seconds FROM region_finding"))
                .containsExactly("0 0");
        assertThat(rows("SELECT day, region, cafes, patrols FROM region_day WHERE region = '360426' ORDER BY day"))
                .containsExactly("2026-07-01 360426 1 2", "2026-07-02 360426 1 2");
        assertThat(rows("SELECT DISTINCT cafes, heartbeats, logins_allowed FROM region_day WHERE region = '360481'"))
                .containsExactly("0 0 0");
    }

    private void assertCountiesAgree() throws Exception {
        assertThat(rows("SELECT * FROM region_day ORDER BY day"))
                .isNotEmpty()
                .isEqualTo(rows(
                        "SELECT day, region, count(*), sum(heartbeats), sum(patrols), sum(bit_count(hours_heard::bit(24))),"
                                + " sum(logins_allowed), sum(logins_denied), sum(minors_refused)"
                                + " FROM cafe_day GROUP BY day, region ORDER BY day"));
        assertThat(rows("SELECT * FROM region_finding"))
                .isNotEmpty()
                .isEqualTo(rows("SELECT day, region, code, authorities, count(*), sum(overtime_seconds)"
                        + " FROM violation_figure GROUP BY day, region, code, authorities"));
    }

    private void play(JsonObject... events) throws Exception {
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

    private JsonObject event(String type) {
        return new JsonObject().put("type", type).put("at", now.get().toString());
    }

    private JsonObject login(String session, String terminal, String number, String birthDate) {
        return event("login")
                .put("session", session)
                .put("terminal", terminal)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", number)
                                .put("name", "张三")
                                .put("birthDate", birthDate)
                                .put("read", "manual"));
    }

    private List<String> rows(String sql) throws Exception {
        var rows = new ArrayList<String>();
        try (var connection = service.superuser();
                var statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(found.getString(i));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }
}
