package lingdian.record.evidence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
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

/**
 * Whoever reads the evidence of each violation as soon as it is found is soon told to wait, and keeps nobody else from it.
 */
class FreshEvidenceIT {
    private static final String CAFE = "36048110000001";
    /** Some minutes of the test allow one more, so the first refusal is not much later on any machine. */
    private static final int MOST = 4 * CheckpointAllowance.OF_ACCOUNT_AT_ONCE;

    private static RunningService service;
    private static String regulator;
    private static String operator;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        regulator = service.regulatorToken("culture", "360481");
        key = service.cafe(CAFE, List.of());
        var account = new JsonObject().put("name", "o").put("role", "operator").put("placeCode", CAFE);
        operator = service.admin()
                .createAccount(account)
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    private final UUID stream = UUID.randomUUID();
    private int sent;

    @Test
    void readsThatNeedACheckpointEachAreRefusedInTheEnd() throws Exception {
        int read = readUntilRefused(operator);
        assertThat(read).isGreaterThanOrEqualTo(CheckpointAllowance.OF_OPERATORS_AT_ONCE);
        assertThat(Integer.parseInt(service.rows("SELECT count(*) FROM checkpoint WHERE day IS NULL")
                        .getFirst()))
                .as("one a read, but for a read that the day's own checkpoint covers")
                .isBetween(CheckpointAllowance.OF_OPERATORS_AT_ONCE, read);
        assertThat(evidence(violation(1), operator).status())
                .as("what a checkpoint covers is still read")
                .isEqualTo(200);

        assertThat(readUntilRefused(regulator))
                .as("an officer, whom the operator does not keep from it")
                .isGreaterThanOrEqualTo(CheckpointAllowance.OF_ACCOUNT_AT_ONCE);
        assertThat(evidence(minorAdmitted(), service.regulatorToken("culture", "360400"))
                        .status())
                .as("another officer")
                .isEqualTo(200);
    }

    /** How much was read before the first refusal. */
    private int readUntilRefused(String token) throws Exception {
        int read = 0;
        Http.Answer answer = evidence(minorAdmitted(), token);
        while (answer.status() == 200 && read < MOST) {
            read++;
            answer = evidence(minorAdmitted(), token);
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(answer.json().getString("code")).isEqualTo("evidence-later");
        return read;
    }

    /** The violation of an event that no checkpoint covers yet. */
    private String minorAdmitted() throws Exception {
        int seq = ++sent;
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

    private static Http.Answer evidence(String violation, String token) throws Exception {
        return Http.to(service).as(token).get("/api/v1/violations/" + violation + "/evidence");
    }
}
