package lingdian.office.casework;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AdminClient;
import lingdian.testing.FeedTranscript;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Test;

/**
 * The judge and an officer write the same violation at the same time: neither overwrites the other (handbook,
 * enforcement.md).
 */
class CaseRaceIT {
    private static final String CAFE = "36048110000001";
    private static final int NIGHTS_SESSIONS = 120;
    private static final List<String> WAY = List.of("acknowledge", "dispatch", "confirm", "close");
    private static final List<String> CASES = List.of("new", "acknowledged", "dispatched", "confirmed", "closed");

    private final ZonedDateTime midnight =
            LocalDate.now(ZoneId.of("Asia/Shanghai")).minusDays(1).atStartOfDay(ZoneId.of("Asia/Shanghai"));
    private int seq;

    @Test
    void whatIsFoundAgainKeepsTheStepAndAStepKeepsWhatIsFound() throws Exception {
        try (var service = RunningService.start();
                var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(CAFE, List.of()))) {
            agent.hello(UUID.randomUUID(), 0);
            session(agent, 0);
            AdminClient officer = service.regulator("culture", "360000");
            String id = overtime(officer).getString("id");
            Thread acting = Thread.ofVirtual().start(() -> WAY.forEach(action -> act(officer, id, action)));
            for (int number = 1; number < NIGHTS_SESSIONS; number++) {
                session(agent, number);
            }
            acting.join();
            session(agent, NIGHTS_SESSIONS); // certainly after the last step: found again, and still closed

            JsonObject now = overtime(officer);
            assertThat(now.getString("case")).isEqualTo("closed");
            assertThat(now.getInteger("sessions")).isEqualTo(NIGHTS_SESSIONS + 1);
            assertThat(officer.get("/violations/" + id, Map.of())
                            .await(PATIENCE_SECONDS, SECONDS)
                            .getJsonArray("steps"))
                    .hasSize(WAY.size());
            theFeedTellsOneHistory(FeedTranscript.of(service, "culture"));
        }
    }

    /** Of case and findings alike: each message holds what all before it have told. */
    private static void theFeedTellsOneHistory(List<JsonObject> messages) {
        int reached = 0;
        int sessions = 0;
        var moves = new ArrayList<String>();
        for (JsonObject message : messages) {
            JsonObject violation = message.getJsonObject("data").getJsonObject("data");
            int now = CASES.indexOf(violation.getString("case"));
            boolean step = message.getString("event").equals("violation.case");
            assertThat(now).as(message.encode()).isEqualTo(step ? reached + 1 : reached);
            assertThat(violation.getInteger("sessions")).isGreaterThanOrEqualTo(sessions);
            if (step) {
                assertThat(violation.getInteger("sessions")).isEqualTo(sessions);
                moves.add(violation.getString("case"));
            }
            reached = now;
            sessions = violation.getInteger("sessions");
        }
        assertThat(moves).isEqualTo(CASES.subList(1, CASES.size()));
    }

    /** Opens and ends overtime: each is found again by the next. */
    private void session(TestAgent agent, int number) {
        agent.send(login(number), event("logout", number, 90).put("reason", "patron"))
                .ack(seq);
    }

    private JsonObject login(int number) {
        return event("login", number, 0)
                .put("terminal", "A01")
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "P-" + number)
                                .put("name", "甲")
                                .put("birthDate", "1990-01-01")
                                .put("read", "manual"));
    }

    private JsonObject event(String type, int number, int seconds) {
        return new JsonObject()
                .put("seq", ++seq)
                .put("type", type)
                .put("session", "s-" + number)
                .put(
                        "at",
                        midnight.plusMinutes(15)
                                .plusSeconds(number * 120L + seconds)
                                .toInstant()
                                .toString());
    }

    private static JsonObject overtime(AdminClient officer) throws TimeoutException {
        return officer.all("/violations", Map.of("code", "OVERTIME_OPERATION"))
                .await(PATIENCE_SECONDS, SECONDS)
                .getJsonObject(0);
    }

    private static void act(AdminClient officer, String id, String action) {
        try {
            officer.call(
                            HttpMethod.POST,
                            "/violations/" + id + "/actions",
                            new JsonObject().put("action", action).put("note", "n"))
                    .await(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }
}
