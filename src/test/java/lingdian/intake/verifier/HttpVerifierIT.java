package lingdian.intake.verifier;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static lingdian.testing.FakeVerifier.answering;
import static lingdian.testing.FakeVerifier.saying;
import static lingdian.testing.FakeVerifier.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.intake.verifier.IdentityVerifier.Question;
import lingdian.law.judge.Confirmation;
import lingdian.testing.Await;
import lingdian.testing.FakeVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Questions over HTTP to a verifier that answers, stays silent, disconnects, sends invalid answers, and recovers. */
class HttpVerifierIT {
    private static final IdentityVerifier.Asker CAFE =
            new IdentityVerifier.Asker(new PlaceCode("36048110000001"), false);
    private static final Duration SOON = Duration.ofMillis(500);
    private static final int FAILURES = 5;
    private final Vertx vertx = Vertx.vertx();
    private final List<Confirmation> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger limits = new AtomicInteger();
    private FakeVerifier fake;
    private HttpVerifier verifier;
    private volatile Instant now = Instant.parse("2026-07-01T00:00:00Z");
    private int asked;

    @BeforeEach
    void start() throws Exception {
        fake = new FakeVerifier();
        verifier = verifier(fake.url(), 1_000, Await.PATIENCE);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
        fake.close();
    }

    private HttpVerifier verifier(URI url, int failures, Duration answersWithin) {
        var options = new HttpVerifier.Options(
                url, "secret", answersWithin, 8, 2, Duration.ofMinutes(10), failures, Duration.ofMillis(300));
        return new HttpVerifier(vertx, options, () -> now, told::add, limits::incrementAndGet);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NO_ANSWER")
    void anAnswerIsOneOfFourWords(Confirmation answer) throws Exception {
        fake.otherwise(answering(answer.wire()));

        assertThat(ask("P1")).isEqualTo(answer);
        assertThat(told).containsExactly(answer);
    }

    @Test
    void noMoreIsAskedThanMustBe() throws Exception {
        ask("P1");

        assertThat(fake.questions())
                .containsExactly(
                        new JsonObject().put("type", "111").put("number", "P1").put("name", "某某"));
        assertThat(fake.tokens()).containsExactly("Bearer secret");
    }

    @Test
    void everythingElseIsNoAnswer() throws Exception {
        var behaviours = new ArrayList<Consumer<HttpServerRequest>>(List.of(
                saying(""),
                saying("{"),
                saying("[]"),
                saying("null"),
                saying("confirmed"),
                saying("{\"answer\":true}"),
                saying("{\"answer\":\"maybe\"}"),
                saying("{\"answer\":\"no-answer\"}"),
                saying("{\"answer\":\"confirmed\",\"more\":\"" + "x".repeat(5_000) + "\"}"),
                status(201),
                status(302),
                status(401),
                status(500),
                FakeVerifier.hangingUp()));
        for (Consumer<HttpServerRequest> behaviour : behaviours) {
            fake.otherwise(behaviour);
            assertThat(ask("P" + asked)).isEqualTo(Confirmation.NO_ANSWER);
        }

        fake.otherwise(answering("confirmed"));
        assertThat(ask("P")).as("and then it goes on").isEqualTo(Confirmation.CONFIRMED);
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsNoAnswer() throws Exception {
        verifier = verifier(fake.url(), 1_000, SOON);
        for (Consumer<HttpServerRequest> behaviour : List.of(fake.silent(), fake.endless())) {
            fake.otherwise(behaviour);
            assertThat(ask("P" + asked)).isEqualTo(Confirmation.NO_ANSWER);
        }

        fake.otherwise(answering("confirmed"));
        Await.until("and then it goes on", () -> ask("P") == Confirmation.CONFIRMED);
    }

    @Test
    void nobodyThereIsNoAnswer() throws Exception {
        fake.close();

        assertThat(ask("P1")).isEqualTo(Confirmation.NO_ANSWER);
    }

    @Test
    void anAnswerIsKeptForAWhileAndNoAnswerIsNot() throws Exception {
        ask("P1");
        ask("P1");
        assertThat(fake.asked("P1")).isEqualTo(1);

        now = now.plus(Duration.ofMinutes(10));
        ask("P1");
        assertThat(fake.asked("P1")).isEqualTo(2);

        ask("P2");
        ask("P3"); // two are kept
        ask("P1");
        assertThat(fake.asked("P1")).isEqualTo(3);

        fake.otherwise(status(500));
        ask("P4");
        fake.otherwise(answering("revoked"));
        assertThat(ask("P4")).isEqualTo(Confirmation.REVOKED);
    }

    @Test
    void aVerifierThatIsDownIsLeftAloneUntilItIsBack() throws Exception {
        verifier = verifier(fake.url(), FAILURES, Await.PATIENCE);
        fake.otherwise(status(503));
        for (int i = 0; i < 20; i++) {
            assertThat(ask("D" + i)).isEqualTo(Confirmation.NO_ANSWER);
        }
        assertThat(fake.questions().size()).as("then the breaker opens").isBetween(FAILURES, FAILURES + 2);

        fake.otherwise(answering("confirmed"));
        Await.until("it is asked again", () -> ask("B") == Confirmation.CONFIRMED);
    }

    @Test
    void moreThanTheLimitGetNoAnswerAtOnce() throws Exception {
        verifier = verifier(fake.url(), 1_000, SOON);
        fake.otherwise(fake.silent());
        List<Future<Confirmation>> all = IntStream.range(0, 20)
                .mapToObj(i -> verifier.verify(CAFE, question("L" + i)))
                .toList();

        assertThat(all.stream().filter(Future::isComplete).count()).isEqualTo(12);
        assertThat(limits).hasValue(12);
        for (Future<Confirmation> one : all) {
            assertThat(one.await(PATIENCE_SECONDS, SECONDS)).isEqualTo(Confirmation.NO_ANSWER);
        }
        fake.otherwise(answering("confirmed"));
        Await.until("and then it goes on", () -> ask("after") == Confirmation.CONFIRMED);
    }

    @Test
    void nothingPersonalIsPrinted() {
        assertThat(question("P1")).hasToString("Question");
    }

    @Test
    void oneCafesFailuresKeepNobodyElseFromAsking() throws Exception {
        verifier = verifier(fake.url(), FAILURES, Await.PATIENCE);
        fake.otherwise(status(503));
        for (int i = 0; i < 20; i++) {
            ask("D" + i);
        }

        fake.otherwise(answering("confirmed"));
        for (var other : List.of(
                new IdentityVerifier.Asker(new PlaceCode("36048110000002"), false),
                new IdentityVerifier.Asker(CAFE.placeCode(), true))) {
            assertThat(verifier.verify(other, question("N" + other.again())).await(PATIENCE_SECONDS, SECONDS))
                    .isEqualTo(Confirmation.CONFIRMED);
        }
    }

    private Confirmation ask(String number) throws Exception {
        asked++;
        return verifier.verify(CAFE, question(number)).await(PATIENCE_SECONDS, SECONDS);
    }

    private static Question question(String number) {
        return new Question("key of " + number, "111", number, "某某");
    }
}
