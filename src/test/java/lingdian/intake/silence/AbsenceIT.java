package lingdian.intake.silence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.platform.text.Rfc3339;
import lingdian.testing.Await;
import lingdian.testing.FeedTranscript;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/**
 * Absences as regulators see them: opened by the clock alone. The test moves it on by an hour, and by one more when each
 * node has begun to look then.
 */
class AbsenceIT {
    private static final double SPEED = 4_000; // as often a node looks
    private static final Duration STEP = Duration.ofHours(1);
    private static final Instant FRIDAY = Instant.parse("2026-07-03T15:30:00Z"); // half past eleven at night there
    private static final Instant MONDAY = Instant.parse("2026-07-06T01:00:00Z"); // nine o'clock
    private static final String PLACE = "36048110000001";

    private final AtomicReference<Instant> now = new AtomicReference<>(FRIDAY);

    @Test
    void whoSaysClosedOnFridayOrNeverCameIsFoundOnceByMonday() throws Exception {
        try (var service = started()) {
            var closed = cafe(service, PLACE);
            send(service, closed, "opened");
            send(service, closed, "closed");
            var never = cafe(service, "36048110000002");
            var busy = cafe(service, "36048110000003");
            while (now.get().isBefore(MONDAY)) {
                send(service, busy, "opened");
                send(service, busy, "closed");
                step(service, 1);
            }
            List<JsonObject> absences = absences(service);
            assertThat(absences)
                    .extracting(one -> one.getString("placeCode"))
                    .containsExactlyInAnyOrder(closed.placeCode(), never.placeCode());
            assertThat(absences).allSatisfy(one -> {
                assertThat(one.getString("state")).isEqualTo("open");
                assertThat(one.getString("standing")).isEqualTo("suspicion");
                assertThat(one.getJsonArray("authorities")).containsExactly("culture");
                assertThat(instant(one, "startedAt")).isBetween(FRIDAY, FRIDAY.plusSeconds(60));
                assertThat(instant(one, "detectedAt"))
                        .isBetween(Instant.parse("2026-07-05T07:30:00Z"), Instant.parse("2026-07-05T11:30:00Z"));
            });
            assertThat(of(absences, never).getJsonArray("evidence")).isEmpty();
            assertThat(evidence(service, of(absences, never))).isEqualTo(200);
            assertThat(evidence(service, of(absences, closed))).isEqualTo(200);

            send(service, closed, "opened");
            send(service, never, "opened");
            assertThat(absences(service)).hasSize(2).allSatisfy(one -> {
                assertThat(one.getString("state")).isEqualTo("ended");
                assertThat(instant(one, "endedAt")).isBetween(MONDAY, now.get());
            });
            assertThat(of(absences(service), never).getJsonArray("evidence")).hasSize(1);
            assertThat(told(service, never)).containsExactly("violation.opened", "violation.ended");
            send(service, closed, "closed");
            send(service, never, "closed");
            step(service, 1);
            Replayed.findsEverythingAgain(service);
        }
    }

    @Test
    void aClosureEndsItAndCountingBeginsAgainAtItsEnd() throws Exception {
        try (var service = started()) {
            var cafe = cafe(service, PLACE);
            send(service, cafe, "opened");
            send(service, cafe, "closed");
            String first = awaitOpen(service, 1).getString("id");

            String closures = "/cafes/" + PLACE + "/closures";
            String id = decide(service, closures, new JsonObject().put("kind", "temporary"));
            awaitEnded(service);
            pass(service, Duration.ofDays(3));
            assertThat(absences(service)).hasSize(1);

            Instant ended = now.get();
            end(service, closures + "/" + id);
            JsonObject second = awaitOpen(service, 2);
            assertThat(second.getString("id")).isNotEqualTo(first);
            assertThat(instant(second, "startedAt")).isEqualTo(ended);
            send(service, cafe, "opened");
            send(service, cafe, "closed");
            step(service, 1);
            Replayed.findsEverythingAgain(service);
        }
    }

    @Test
    void whoStaysAwayAfterASuspensionHasTheSameAbsence() throws Exception {
        try (var service = started()) {
            var cafe = cafe(service, PLACE);
            send(service, cafe, "opened");
            send(service, cafe, "closed");
            String first = awaitOpen(service, 1).getString("id");
            String suspensions = "/cafes/" + PLACE + "/suspensions";
            String id = decide(service, suspensions, new JsonObject());
            awaitEnded(service);
            pass(service, Duration.ofDays(2));
            assertThat(absences(service).getFirst().getString("state")).isEqualTo("ended");
            end(service, suspensions + "/" + id);
            assertThat(awaitOpen(service, 1).getString("id")).isEqualTo(first);
            assertThat(told(service, cafe)).containsExactly("violation.opened", "violation.ended", "violation.opened");
            send(service, cafe, "opened");
            send(service, cafe, "closed");
            step(service, 1);
            Replayed.findsEverythingAgain(service);
        }
    }

    @Test
    void twoNodesFindItOnce() throws Exception {
        try (var service = started();
                var other = service.another()) {
            var closed = cafe(service, PLACE);
            send(service, closed, "opened");
            send(service, closed, "closed");
            var never = cafe(service, "36048110000002");
            while (absences(service).size() < 2) {
                step(service, 2);
            }
            step(service, 2);
            assertThat(told(service, closed)).containsExactly("violation.opened");
            assertThat(told(service, never)).containsExactly("violation.opened");
            send(other, never, "closed");
            send(service, closed, "closed");
            assertThat(absences(service))
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.getString("state")).isEqualTo("ended"));
        }
    }

    private RunningService started() throws Exception {
        return RunningService.with().clock(now::get, SPEED).start();
    }

    private static PostingCafe cafe(RunningService service, String placeCode) throws Exception {
        return new PostingCafe(placeCode, service.cafe(placeCode, List.of()));
    }

    private void send(RunningService service, PostingCafe cafe, String type) throws Exception {
        assertThat(cafe.send(service.url(), type, now.get())).isTrue();
    }

    /** By culture; returns the id. */
    private static String decide(RunningService service, String path, JsonObject body) throws Exception {
        return culture(service)
                .post("/api/v1" + path, body.put("document", "文号"))
                .json()
                .getString("id");
    }

    private static void end(RunningService service, String path) throws Exception {
        assertThat(culture(service).send("DELETE", "/api/v1" + path, null).status())
                .isEqualTo(204);
    }

    private static Http culture(RunningService service) throws Exception {
        return Http.to(service.url()).as(service.regulatorToken("culture", "000000"));
    }

    private static int evidence(RunningService service, JsonObject absence) throws Exception {
        return culture(service)
                .get("/api/v1/violations/" + absence.getString("id") + "/evidence")
                .status();
    }

    private JsonObject awaitOpen(RunningService service, int count) throws Exception {
        Await.until(count + " absences, one of them open", () -> {
            step(service, 1);
            List<JsonObject> all = absences(service);
            return all.size() == count
                    && all.stream().anyMatch(one -> one.getString("state").equals("open"));
        });
        step(service, 1); // a replay decides nothing of the moment at which one is full
        return absences(service).stream()
                .filter(one -> one.getString("state").equals("open"))
                .findFirst()
                .orElseThrow();
    }

    private void awaitEnded(RunningService service) throws Exception {
        Await.until("the absence is over", () -> {
            step(service, 1);
            return absences(service).stream()
                    .allMatch(one -> one.getString("state").equals("ended"));
        });
    }

    private void pass(RunningService service, Duration time) throws Exception {
        for (Instant end = now.get().plus(time); now.get().isBefore(end); ) {
            step(service, 1);
        }
    }

    /** An hour passes, and all nodes begin to look; the look before is over then. */
    private void step(RunningService service, int nodes) throws Exception {
        now.updateAndGet(before -> before.plus(STEP));
        Await.until(
                "the nodes look at " + now,
                () -> service.rows("SELECT 1 FROM listening WHERE NOT over AND renewed_at >= '" + now + "'")
                                .size()
                        == nodes);
    }

    private static List<JsonObject> absences(RunningService service) throws Exception {
        return service
                .regulator("culture", "000000")
                .all("/violations", Map.of("code", "AGENT_ABSENT"))
                .await(PATIENCE_SECONDS, SECONDS)
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject of(List<JsonObject> absences, PostingCafe cafe) {
        return absences.stream()
                .filter(one -> one.getString("placeCode").equals(cafe.placeCode()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> told(RunningService service, PostingCafe cafe) throws Exception {
        return FeedTranscript.of(service, "culture").stream()
                .filter(message -> {
                    JsonObject violation = message.getJsonObject("data").getJsonObject("data");
                    return violation.getString("code").equals("AGENT_ABSENT")
                            && violation.getString("placeCode").equals(cafe.placeCode());
                })
                .map(message -> message.getString("event"))
                .toList();
    }

    private static Instant instant(JsonObject violation, String field) {
        return Rfc3339.parse(Objects.requireNonNull(violation.getString(field))).orElseThrow();
    }
}
