package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import lingdian.testing.Damage;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Right bodies of every operation that takes one, with some of it cut out, doubled or replaced: each is taken, or refused
 * clearly, and never a failure of ours.
 *
 * <p>Some three hundred; more by {@code mvn verify -Dit.test=DamagedBodiesIT -Dlingdian.hostile.requests=100000}. The seed is
 * said where one fails; {@code -Dlingdian.seed=…} repeats it.
 */
class DamagedBodiesIT {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedBodiesIT.class);
    private static final int REQUESTS = Integer.getInteger("lingdian.hostile.requests", 150);
    private static final long SEED = Long.getLong("lingdian.seed", System.nanoTime() % 1_000_000);
    private static final Map<Integer, Integer> STATUSES = new TreeMap<>();
    private static final Map<String, HostileRequest> RIGHT = new HashMap<>();
    private static SealedCafe cafe;
    private static String culture;
    private static String police;
    private static String operator;

    @BeforeAll
    static void start() throws Exception {
        cafe = new SealedCafe();
        var fixtures = new MatrixFixtures(cafe);
        culture = cafe.service.regulatorToken("culture", "360400");
        police = cafe.service.regulatorToken("public-security", "360400");
        operator = fixtures.account(new JsonObject().put("role", "operator").put("placeCode", SealedCafe.CAFE))
                .getString("token");
        operations()
                .forEach(
                        operation -> { // all before any: what is taken uses up what an account may have
                            String authority =
                                    operation.who().contains("public-security") ? "public-security" : "culture";
                            RIGHT.put(
                                    operation.id(),
                                    HostileRequest.of(
                                            operation,
                                            fixtures.of(operation.id()).making().make(authority, token(operation))));
                        });
    }

    @AfterAll
    static void stop() throws Exception {
        LOG.info("seed {}, damaged bodies to {} operations, by status: {}", SEED, RIGHT.size(), STATUSES);
        cafe.close();
    }

    static Stream<DocumentedOperation> operations() {
        return HostileRequestsIT.withBody();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void eachIsAnswered(DocumentedOperation operation) throws Exception {
        var random = new Random(SEED + operation.id().hashCode());
        HostileRequest right = RIGHT.get(operation.id());
        String text = right.body() == null ? "{}" : right.body().encode();
        for (int i = 0; i <= REQUESTS / RIGHT.size(); i++) {
            byte[] body = Damage.of(text, random);
            RawHttp.Answer answer = RawHttp.send(
                    cafe.service.url(),
                    operation.method(),
                    right.target(),
                    token(operation),
                    operation.content().fieldNames().iterator().next(),
                    body);

            STATUSES.merge(answer.status(), 1, Integer::sum);
            String what = "-Dlingdian.seed=" + SEED + ", body " + i + " to " + operation + ": "
                    + new String(body, 0, Math.min(500, body.length), StandardCharsets.UTF_8) + " " + answer;
            assertThat(answer.status()).as(what).isBetween(200, 499);
            assertThat(answer.text()).as(what).doesNotContain("syntax error", "SQLSTATE", "PgException", "io.vertx");
            if (answer.status() >= 400) {
                assertThat(answer.contentType()).as(what).startsWith("application/problem+json");
            }
            cafe.now.updateAndGet(now -> now.plus(Duration.ofSeconds(2))); // of one actor so many refusals a minute
        }
    }

    /** Of one who may. */
    private static String token(DocumentedOperation operation) {
        List<String> who = operation.who();
        if (who.contains("public-security")) {
            return police;
        }
        if (who.contains("regulator") || who.contains("culture")) {
            return culture;
        }
        return who.contains("admin") ? RunningService.ADMIN_TOKEN : operator;
    }
}
