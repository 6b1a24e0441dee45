package lingdian.office.rules;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AdminClient;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/**
 * A rule that officers refute more often than they confirm is moved to shadow, once, whichever node counts the check.
 */
class FallenRuleIT {
    private static final String CAFE = "36048110000001";
    private static final int CHECKS = 30;

    @Test
    void underHalfAfterThirtyChecksItFallsAndSaysSo() throws Exception {
        try (var service = RunningService.start();
                var node = service.another()) {
            var cafe = new PostingCafe(CAFE, service.cafe(CAFE, List.of()));
            for (int i = 0; i < CHECKS + 2; i++) {
                admit(cafe, "s" + i, service);
            }
            List<AdminClient> officers = List.of(
                    service.regulator("culture", "360000"),
                    new AdminClient(service.vertx(), node.url(), service.regulatorToken("culture", "360000")));
            List<String> found = found(officers.getFirst());
            for (int i = 0; i < CHECKS - 1; i++) {
                dismiss(officers.get(i % 2), found.get(i));
            }
            assertThat(fallen(officers.getFirst()))
                    .as("after %d checks", CHECKS - 1)
                    .isEmpty();

            // The thirtieth, and two that come at the same time over both nodes.
            var racing = new ArrayList<Thread>();
            for (int i = CHECKS - 1; i < CHECKS + 2; i++) {
                AdminClient officer = officers.get(i % 2);
                String id = found.get(i);
                racing.add(Thread.ofVirtual().start(() -> dismiss(officer, id)));
            }
            for (Thread one : racing) {
                one.join();
            }

            List<JsonObject> notices = fallen(officers.getLast());
            assertThat(notices).hasSize(1);
            assertThat(notices.getFirst().getString("code")).isEqualTo("MINOR_ADMITTED");
            String release = notices.getFirst().getString("ruleSet");
            admit(cafe, "after", node);
            assertThat(found(officers.getFirst())).hasSize(CHECKS + 2);
            assertThat(service.admin()
                            .all("/rule-sets/" + release + "/shadow", Map.of())
                            .await(PATIENCE_SECONDS, SECONDS))
                    .hasSize(1);
            JsonObject set =
                    officers.getFirst().get("/rule-sets/" + release, Map.of()).await(PATIENCE_SECONDS, SECONDS);
            assertThat(set.getString("source")).isEqualTo("service");
            assertThat(set.getString("fallen")).isEqualTo("MINOR_ADMITTED");
            assertThat(logged(service, release)).isEqualTo(1);
        }
    }

    private static void admit(PostingCafe cafe, String session, RunningService by) throws Exception {
        var document = new JsonObject()
                .put("type", "990")
                .put("number", UUID.randomUUID().toString())
                .put("name", "甲")
                .put("birthDate", "2015-01-01")
                .put("read", "chip");
        say(
                cafe,
                by,
                new JsonObject()
                        .put("type", "login")
                        .put("at", Instant.now().toString())
                        .put("session", session)
                        .put("terminal", session)
                        .put("admitted", true)
                        .put("document", document));
    }

    /** Events without an answer in time are sent again, as an agent does. */
    private static void say(PostingCafe cafe, RunningService by, JsonObject event) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            if (cafe.send(by.url(), event)) {
                return;
            }
        }
        throw new AssertionError("no answer");
    }

    private static List<String> found(AdminClient officer) throws TimeoutException {
        return officer.all("/violations", Map.of("code", "MINOR_ADMITTED")).await(PATIENCE_SECONDS, SECONDS).stream()
                .map(one -> ((JsonObject) one).getString("id"))
                .toList();
    }

    private static void dismiss(AdminClient officer, String id) {
        try {
            officer.call(
                            HttpMethod.POST,
                            "/violations/" + id + "/actions",
                            new JsonObject().put("action", "dismiss").put("note", "grown up"))
                    .await(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonObject> fallen(AdminClient officer) throws TimeoutException {
        return officer
                .get("/rules/precision", Map.of())
                .await(PATIENCE_SECONDS, SECONDS)
                .getJsonArray("fallen")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static long logged(RunningService service, String release) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.prepareStatement(
                        "SELECT count(*) FROM access_log WHERE subject_id = ? AND action = 'change-rules' AND actor_kind = 'service'")) {
            statement.setString(1, release);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
