package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever reads the evidence of each violation as soon as it is found is soon told to wait. */
class FreshEvidenceIT {
    private static final String CAFE = "36048110000001";
    /** Each minute that the test takes allows one more, so the first refusal is not much later on any machine. */
    private static final int MOST = 4 * CheckpointAllowance.AT_ONCE;

    private static RunningService service;
    private static String regulator;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        regulator = service.regulatorToken("culture", "360481");
        key = service.cafe(CAFE, List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void readsThatNeedACheckpointEachAreRefusedInTheEnd() throws Exception {
        var stream = UUID.randomUUID();
        int read = 0;
        Http.Answer answer = evidence(minorAdmitted(stream, 1));
        while (answer.status() == 200 && read < MOST) {
            read++;
            answer = evidence(minorAdmitted(stream, read + 1));
        }

        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(answer.json().getString("code")).isEqualTo("evidence-later");
        assertThat(read).isGreaterThanOrEqualTo(CheckpointAllowance.AT_ONCE);
        assertThat(Integer.parseInt(service.rows("SELECT count(*) FROM checkpoint WHERE day IS NULL")
                        .getFirst()))
                .as("one a read, but for a read that the day's own checkpoint covers")
                .isBetween(CheckpointAllowance.AT_ONCE, read);
        assertThat(evidence(violation(1)).status())
                .as("what a checkpoint covers is still read")
                .isEqualTo(200);
    }

    /** The violation of an event that no checkpoint covers yet. */
    private static String minorAdmitted(UUID stream, int seq) throws Exception {
        JsonObject login = new JsonObject()
                .put("type", "login")
                .put("seq", seq)
                .put("at", Instant.now().toString())
                .put("session", "s" + seq)
                .put("terminal", "A" + seq)
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "414")
                                .put("number", "P" + seq)
                                .put("name", "甲")
                                .put("birthDate", "2016-01-01")
                                .put("read", "manual"));
        assertThat(Http.to(service).as(key).events(stream, List.of(login)).status())
                .isEqualTo(200);
        return violation(seq);
    }

    private static String violation(int seq) throws Exception {
        return service.rows("SELECT id FROM violation WHERE code = 'MINOR_ADMITTED' AND login_seq = " + seq)
                .getFirst();
    }

    private static Http.Answer evidence(String violation) throws Exception {
        return Http.to(service).as(regulator).get("/api/v1/violations/" + violation + "/evidence");
    }
}
