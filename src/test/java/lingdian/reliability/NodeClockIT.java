package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.testing.Cafes;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** One of two nodes has a clock that jumps ahead by two years. */
class NodeClockIT {
    private static final Duration TWO_YEARS = Duration.ofDays(800);
    private static final String TEXTS = "SELECT count(*) FROM complaint_text";

    @Test
    void aClockAheadErasesNothingAndSpoilsNoTimesOfTheLog() throws Exception {
        var database = TestDatabase.migrated();
        var ahead = new AtomicReference<>(Duration.ZERO);
        try (var right = RunningService.with().database(database).start();
                var wrong = RunningService.with()
                        .database(database)
                        .keyRing(right.keyRing())
                        .machineClock(() -> Instant.now().plus(ahead.get()))
                        .start()) {
            String placeCode = Cafes.placeCode(1);
            right.cafe(placeCode, List.of());
            Http officer = Http.to(right).as(right.regulatorToken("culture", "360481"));
            endedComplaint(officer, placeCode);
            assertThat(right.rows(TEXTS)).doesNotContain("0");
            List<String> before = right.rows(TEXTS);
            ahead.set(TWO_YEARS);

            wrong.sweepComplaints();
            wrong.sweepRetention();
            wrong.eraseCases();
            wrong.eraseInspections();
            assertThat(right.rows(TEXTS)).isEqualTo(before);

            wrong.regulatorToken("culture", "360400");
            right.regulatorToken("culture", "360482");
            assertThat(right.rows("SELECT action FROM access_log WHERE at > now() + interval '1 minute'"))
                    .isEmpty();

            ahead.set(Duration.ZERO);
            wrong.sweepComplaints();
            assertThat(right.rows(TEXTS)).as("two years too early").isEqualTo(before);
        }
    }

    private static void endedComplaint(Http officer, String placeCode) throws Exception {
        var said = new JsonObject()
                .put("way", "telephone")
                .put("subject", "minors")
                .put("content", "夜里有小孩上网")
                .put("placeCode", placeCode);
        String id = officer.send("POST", "/api/v1/complaints", said).json().getString("id");
        act(officer, id, new JsonObject().put("action", "accept").put("version", 1));
        act(
                officer,
                id,
                new JsonObject().put("action", "answer").put("text", "已核查").put("version", 2));
    }

    private static void act(Http officer, String id, JsonObject action) throws Exception {
        Http.Answer answer = officer.send("POST", "/api/v1/complaints/" + id + "/actions", action);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
