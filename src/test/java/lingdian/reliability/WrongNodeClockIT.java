package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.domain.event.CloseCode;
import lingdian.intake.silence.SharedClock;
import lingdian.testing.Await;
import lingdian.testing.Cafes;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One of two nodes has a clock that is wrong by less than an hour: it judges nothing until its clock is right. */
@Timeout(600)
class WrongNodeClockIT {
    private static final UUID STREAM = UUID.randomUUID();

    private final AtomicReference<Duration> wrongBy = new AtomicReference<>(Duration.ZERO);
    private RunningService right;
    private RunningService wrong;
    private InstantSource clock;

    private void start(InstantSource shown, double speed) throws Exception {
        clock = shown;
        var database = TestDatabase.migrated();
        right = RunningService.with().database(database).clock(shown, speed).start();
        wrong = RunningService.with()
                .database(database)
                .keyRing(right.keyRing())
                .machineClock(() -> Instant.now().plus(wrongBy.get()))
                .clock(() -> shown.instant().plus(wrongBy.get()), speed)
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        wrong.close();
        right.close();
    }

    @ParameterizedTest
    @CsvSource({"23:40, PT50M", "08:20, PT-50M"})
    void itsAgentsAreJudgedByTheOtherNode(String time, Duration difference) throws Exception {
        start(SharedClock.from("2026-07-01T" + time + ":00+08:00", 1), 1);
        String place = Cafes.placeCode(1);
        String key = right.cafe(place, List.of());
        try (TestAgent agent = TestAgent.connect(wrong.vertx(), wrong.url(), key)) {
            agent.hello(STREAM, 0);
            assertThat(admitted(agent, 1)).isTrue();
            wrongBy.set(difference);

            agent.send(login(2));
            Await.until(
                    "an answer",
                    () -> agent.socket().isClosed() || !agent.verdicts(2).isEmpty());
            assertThat(agent.verdicts(2)).isEmpty();
            assertThat(agent.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
        }
        var later = new PostingCafe(place, key);
        Await.until("the node takes nothing", () -> isUnavailable(key));
        assertThat(later.send(wrong.url(), "heartbeat", clock.instant())).isFalse();
        assertThat(right.violations()).isEmpty();

        try (TestAgent agent = TestAgent.connect(right.vertx(), right.url(), key)) {
            assertThat(agent.hello(STREAM, 1).getLong("ackedSeq")).isEqualTo(1);
            assertThat(admitted(agent, 2)).isTrue();
        }
        wrongBy.set(Duration.ZERO);
        Await.until("the node takes agents again", () -> !isUnavailable(key));
        try (TestAgent agent = TestAgent.connect(wrong.vertx(), wrong.url(), key)) {
            agent.hello(STREAM, 2);
            assertThat(admitted(agent, 3)).isTrue();
        }
        assertThat(right.violations()).isEmpty();
    }

    @Test
    void itsConnectedAgentsAreSentAwayBeforeTheySendAnything() throws Exception {
        start(SharedClock.from("2026-07-01T12:00:00+08:00", 1), 1);
        String key = right.cafe(Cafes.placeCode(1), List.of());
        try (TestAgent agent = TestAgent.connect(wrong.vertx(), wrong.url(), key)) {
            agent.hello(STREAM, 0);
            wrongBy.set(Duration.ofSeconds(11));
            assertThat(agent.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
        }
    }

    @Test
    void itFindsNoSilenceOfAnothersCafe() throws Exception {
        start(SharedClock.from("2026-07-01T12:00:00+08:00", 60), 60);
        String place = Cafes.placeCode(1);
        String key = right.cafe(place, List.of());
        var cafe = new PostingCafe(place, key);
        assertThat(cafe.send(right.url(), "heartbeat", clock.instant())).isTrue();
        wrongBy.set(Duration.ofMinutes(25));

        Await.until("the node has looked", () -> {
            cafe.send(right.url(), "heartbeat", clock.instant());
            return isUnavailable(key) || !right.violations().isEmpty();
        });
        assertThat(right.violations()).isEmpty();
        assertThat(right.rows("SELECT count(*) FROM listening WHERE from_at > '"
                        + clock.instant().plus(Duration.ofMinutes(5)) + "'"))
                .as("periods that begin in the future")
                .containsExactly("0");
    }

    private boolean isUnavailable(String key) {
        try (TestAgent agent = TestAgent.connect(wrong.vertx(), wrong.url(), key)) {
            return false;
        } catch (TestAgent.Refused refused) {
            return refused.status() == 503;
        }
    }

    private boolean admitted(TestAgent agent, long seq) {
        return agent.send(login(seq)).verdict(seq).getBoolean("allow");
    }

    private JsonObject login(long seq) {
        return Events.login(seq, "s-" + seq, "A0" + seq, "guest-" + seq)
                .put("at", clock.instant().toString());
    }
}
