package lingdian.office.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code reporting}: how many of a café's terminals were heard of in the last seven days, whatever its agent claims. */
class ReportingTerminalsIT {
    private static final String CAFE = "36048110000001";

    private static RunningService service;
    private static String key;
    private static String regulator;
    private static final UUID STREAM = UUID.randomUUID();
    private static int seq;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        key = service.cafe(CAFE, List.of());
        regulator = service.regulatorToken("culture", "360000");
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void countsEachTerminalOnceAndForgetsIt() throws Exception {
        assertThat(reporting()).isZero();

        heartbeat("A01", "A02", "A01");
        heartbeat("A02", "A03");
        send(new JsonObject()
                .put("type", "login")
                .put("session", "s-1")
                .put("terminal", "B07")
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "p-1")
                                .put("name", "n")
                                .put("birthDate", "1990-01-01")
                                .put("read", "manual")));
        send(new JsonObject().put("type", "heartbeat").put("inUse", "not a list")); // says nothing
        service.sweepFigures();
        assertThat(reporting()).isEqualTo(4);

        sql("UPDATE heard_terminal SET last_day = last_day - 7 WHERE terminal = 'A01'");
        assertThat(reporting()).isEqualTo(3);
        heartbeat("A01");
        service.sweepFigures();
        assertThat(reporting()).isEqualTo(4);

        sql("UPDATE heard_terminal SET last_day = last_day - 10");
        service.sweepFigures();
        assertThat(reporting()).isZero();

        send(new JsonObject()
                .put("powered", new JsonArray().add("C01").add("C02"))
                .put("type", "heartbeat")
                .put("witnessed", new JsonArray().add("C03"))
                .put("inUse", new JsonArray()));
        service.sweepFigures();
        assertThat(reporting()).isEqualTo(3);
    }

    /** An agent that makes names up: those named first are kept, and go on to be kept as long as they are named. */
    @Test
    void countsTenThousandOfACafeAndSaysSo() throws Exception {
        sql("DELETE FROM heard_terminal");
        heartbeat(names("F", 9_998));
        service.sweepFigures();
        assertThat(cafe().getBoolean("reportingClipped")).isFalse();

        heartbeat(names("G", 9_999));
        heartbeat(names("H", 9_999));
        service.sweepFigures();
        assertThat(service.rows("SELECT count(*) FROM heard_terminal")).containsExactly("10000");
        assertThat(service.rows("SELECT count(*) FROM heard_terminal WHERE terminal LIKE 'F%'"))
                .containsExactly("9998");
        assertThat(reporting()).isEqualTo(10_000);
        assertThat(cafe().getBoolean("reportingClipped")).isTrue();

        sql("UPDATE heard_terminal SET last_day = last_day - 7");
        assertThat(reporting()).isZero();
        assertThat(cafe().getBoolean("reportingClipped"))
                .as("others were not counted")
                .isTrue();
        heartbeat(names("F", 9_998));
        service.sweepFigures();
        assertThat(reporting()).isEqualTo(9_998);
        sql("DELETE FROM heard_terminal");
    }

    private static String[] names(String letter, int count) {
        return IntStream.range(0, count).mapToObj(i -> letter + i).toArray(String[]::new);
    }

    private static int reporting() throws Exception {
        return cafe().getInteger("reporting");
    }

    private static JsonObject cafe() throws Exception {
        return Http.to(service).as(regulator).get("/api/v1/cafes/" + CAFE).json();
    }

    private static void heartbeat(String... terminals) throws Exception {
        send(new JsonObject().put("type", "heartbeat").put("inUse", new JsonArray(List.of(terminals))));
    }

    private static void send(JsonObject event) throws Exception {
        event.put("seq", ++seq).put("at", Instant.now().toString());
        assertThat(Http.to(service).as(key).events(STREAM, List.of(event)).status())
                .isEqualTo(200);
    }

    private static void sql(String sql) throws Exception {
        try (var database = service.superuser();
                var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
