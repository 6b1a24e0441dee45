package lingdian.feed.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.feed.log.FeedClient.Message;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Test;

/** A café that moves to another county takes its violations along (handbook, feed.md#a-cafe-that-moves). */
class CafeMoveIT {
    private static final String CAFE = "36048110000001";
    private static final String OLD = "360481";
    private static final String NEW = "360502";

    @Test
    void theMoveIsToldInBothCountiesAndWhatFollowsInTheNewOneAlone() throws Exception {
        try (RunningService service = RunningService.start();
                TestAgent agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(CAFE, List.of()))) {
            agent.hello(UUID.randomUUID(), 0);
            agent.send(heartbeat(1, "10:00", "A01", "A02"), heartbeat(2, "10:01", "A01"), heartbeat(3, "10:02"))
                    .ack(3);
            agent.send(heartbeat(4, "10:03", "A01"), heartbeat(5, "10:04", "A01"))
                    .ack(5);

            try (FeedClient left = feed(service, OLD, "");
                    FeedClient entered = feed(service, NEW, "");
                    FeedClient above = feed(service, "360000", "&region=" + NEW)) {
                assertThat(left.next(3)).extracting(CafeMoveIT::told).containsOnly(OLD);

                move(service);
                agent.send(heartbeat(6, "10:05")).ack(6);

                assertThat(event(left.next())).isEqualTo("violation.updated " + NEW);
                assertThat(entered.next(2))
                        .extracting(CafeMoveIT::event)
                        .containsExactly("violation.updated " + NEW, "violation.ended " + NEW);
                // What happened in another county is not of the county that is asked for.
                assertThat(above.next(2))
                        .extracting(CafeMoveIT::event)
                        .containsExactly("violation.updated " + NEW, "violation.ended " + NEW);
            }
            try (FeedClient later = feed(service, NEW, "")) {
                assertThat(later.next(5)).extracting(CafeMoveIT::told).containsExactly(OLD, OLD, OLD, NEW, NEW);
            }
            assertThat(listed(service, NEW))
                    .extracting(one -> one.getString("region"))
                    .containsOnly(NEW)
                    .hasSize(2);
            assertThat(listed(service, OLD)).isEmpty();
            assertThat(service.rows("SELECT DISTINCT region || ' ' || (snapshot::jsonb ->> 'region') FROM violation"))
                    .containsExactly(NEW + " " + NEW);
        }
    }

    /** All verdicts wait for each part. */
    @Test
    void whatHasEndedFollowsAPartAtATime() throws Exception {
        try (RunningService service = RunningService.start()) {
            service.cafe(CAFE, List.of());
            for (String sql : List.of("""
                    INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, ended_at,
                      snapshot)
                    SELECT gen_random_uuid(), 'TERMINAL_UNREGISTERED', '%1$s', '%2$s', 'fact', state, '{culture}', now(), now(), ended_at,
                      '{"region":"%2$s"}'
                    FROM (VALUES ('ended', now(), 1201), ('open', NULL, 3)) AS made (state, ended_at, number), generate_series(1, number)
                    RETURNING id""", """
                    INSERT INTO shadow_violation (id, code, place_code, region, standing, state, rule_version, started_at, detected_at,
                      ended_at, snapshot)
                    SELECT gen_random_uuid(), 'CLOCK_WRONG', '%1$s', '%2$s', 'lead', 'ended', '1', now(), now(), now(), '{"region":"%2$s"}'
                    FROM generate_series(1, 600) RETURNING id""")) {
                service.rows(sql.formatted(CAFE, OLD));
            }

            move(service);

            assertThat(service.rows("""
                    SELECT concat_ws(' ', kind, region, snapshot, count(*), max(together) <= 500) FROM (
                      SELECT kind, region, snapshot, count(*) OVER (PARTITION BY kind, moved) AS together FROM (
                        SELECT 'violation' AS kind, region, snapshot, xmin::text AS moved FROM violation
                        UNION ALL SELECT 'shadow', region, snapshot, xmin::text FROM shadow_violation) AS found) AS moved
                    GROUP BY kind, region, snapshot ORDER BY kind
                    """))
                    .containsExactly(
                            "shadow " + NEW + " {\"region\":\"" + NEW + "\"} 600 t",
                            "violation " + NEW + " {\"region\":\"" + NEW + "\"} 1204 t");
            assertThat(service.rows("SELECT count(*) FROM feed WHERE moved_from = '" + OLD + "'"))
                    .containsExactly("3");
        }
    }

    private static FeedClient feed(RunningService service, String region, String filter) throws Exception {
        return FeedClient.sse(
                service.url().getPort(),
                "?from=0" + filter,
                Map.of("Authorization", "Bearer " + service.regulatorToken("culture", region)));
    }

    private static void move(RunningService service) throws Exception {
        var cafe = new JsonObject()
                .put("name", "test")
                .put("licence", new JsonObject().put("number", "1").put("validUntil", "2099-12-31"))
                .put("region", NEW);
        service.admin().putCafe(CAFE, cafe).await(PATIENCE_SECONDS, SECONDS);
    }

    private static List<JsonObject> listed(RunningService service, String region) throws Exception {
        JsonArray all = service.regulator("culture", region)
                .all("/violations", Map.of())
                .await(PATIENCE_SECONDS, SECONDS);
        return all.stream().map(JsonObject.class::cast).toList();
    }

    private static String event(Message message) {
        return message.event() + " " + told(message);
    }

    private static String told(Message message) {
        return message.content().getJsonObject("data").getString("region");
    }

    private static JsonObject heartbeat(long seq, String time, String... inUse) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", "heartbeat")
                .put("at", "2026-11-10T" + time + ":00+08:00")
                .put("inUse", new JsonArray(List.of(inUse)));
    }
}
