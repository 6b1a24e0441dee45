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
