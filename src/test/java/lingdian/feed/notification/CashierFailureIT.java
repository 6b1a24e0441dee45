package lingdian.feed.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.feed.notification.NotifiedCity.Person;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Test;

/** A cashier's program that fails while forty guests play is one finding and one message, not forty. */
class CashierFailureIT {
    private static final String CAFE = "36048110000001";
    private static final List<String> SEATS =
            IntStream.rangeClosed(1, 40).mapToObj("A%02d"::formatted).toList();

    @Test
    void anHourOfFortySeatsIsOneFindingAndOneMessage() throws Exception {
        try (var city = new NotifiedCity();
                var agent = TestAgent.connect(
                        city.service.vertx(), city.service.url(), city.service.cafe(CAFE, List.of()))) {
            Person officer = city.culture("360481");
            officer.target("standard", city.receiver.url("/desk"));
            agent.hello(UUID.randomUUID(), 0);
            long seq = 0;
            for (int minute = 0; minute <= 60; minute++) {
                // The guests come one after another, so that the finding grows all the while.
                agent.send(heartbeat(++seq, city.now.get(), SEATS.subList(0, Math.min(SEATS.size(), 1 + minute))));
                agent.ack(seq);
                city.pass(Duration.ofMinutes(1));
                city.service.sendNotifications();
            }
            agent.send(heartbeat(++seq, city.now.get(), List.of())).ack(seq);
            city.pass(Duration.ofMinutes(20));
            city.until("it is told", () -> !city.receiver.on("/desk").isEmpty());
            city.pass(Duration.ofHours(1));
            city.service.sendNotifications();

            assertThat(city.receiver.on("/desk")).hasSize(1);
            assertThat(city.receiver
                            .on("/desk")
                            .getFirst()
                            .body()
                            .getJsonObject("data")
                            .getInteger("count"))
                    .isOne();
            assertThat(city.service.violations().values()).singleElement().satisfies(violation -> {
                assertThat(violation.getString("code")).isEqualTo("TERMINAL_UNREGISTERED");
                assertThat(violation.getInteger("peak")).isEqualTo(40);
                assertThat(violation.getJsonObject("terminals"))
                        .isEqualTo(new JsonObject().put("count", 40).put("ids", new JsonArray(SEATS)));
            });
        }
    }

    private static JsonObject heartbeat(long seq, Instant at, List<String> inUse) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", "heartbeat")
                .put("at", at.toString())
                .put("inUse", new JsonArray(inUse));
    }
}
