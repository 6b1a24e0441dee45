package lingdian.platform.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClosedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PacedTurnsTest {
    private static final Duration EACH = Duration.ofSeconds(2);

    private Instant now = Instant.parse("2026-07-11T01:30:00Z");
    private final Pace<String> pace = new Pace<>(1, 2, EACH, () -> now);
    private final Queue<Promise<Void>> resting = new ArrayDeque<>();
    private Duration rest = Duration.ZERO;
    private final PacedTurns<String> turns = new PacedTurns<>(new Places<>(10, 2), Duration.ofSeconds(4), time -> {
        rest = time;
        Promise<Void> over = Promise.promise();
        resting.add(over);
        return over.future();
    });
    private boolean left;

    @Test
    void whoHasAUnitGoesOnAtOnce() {
        assertThat(turn().result()).isZero();
        assertThat(resting).isEmpty();
    }

    @Test
    void anotherWaitsForItsTurn() {
        turn();
        Future<Duration> second = turn();
        pass(Duration.ofSeconds(1));
        assertThat(second.isComplete()).isFalse();

        pass(Duration.ofSeconds(1));
        assertThat(second.result()).isZero();
    }

    @Test
    void whatOthersSpentMeanwhileIsWaitedForToo() {
        turn();
        Future<Duration> second = turn();
        pace.spend("one", 1);
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(second.isComplete()).isFalse();

        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(second.result()).isZero();
    }

    @Test
    void noneWaitsForLongerThanTheLongest() {
        turn();
        Future<Duration> second = turn();
        pass(Duration.ofSeconds(1));
        pace.spend("one", 2);
        pass(Duration.ofSeconds(1));
        assertThat(second.result()).isEqualTo(Duration.ofSeconds(4));
        assertThat(turns.turn("one", () -> Duration.ofSeconds(5), () -> false).result())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(resting).isEmpty();
    }

    @Test
    void fewOfOneWaitAndOthersBesideThem() {
        turn();
        Future<Duration> second = turn();
        turn();
        assertThat(turn().result()).as("one too many").isEqualTo(EACH);
        assertThat(turns.turn("other", () -> pace.take("one"), () -> false).isComplete())
                .isFalse();

        pass(Duration.ofSeconds(2));
        assertThat(second.result()).isZero();
        assertThat(turn().isComplete()).as("its place is free").isFalse();
    }

    @Test
    void whoLeftGivesTheTurnUp() {
        turn();
        Future<Duration> second = turn();
        left = true;
        pass(Duration.ofSeconds(2));

        assertThat(second.cause()).isInstanceOf(HttpClosedException.class);
        assertThat(pace.take("one")).as("it is left to others").isZero();
    }

    @Test
    void restsForAsLongAsThePaceSaysAndASecondAtMost() {
        turn();
        turn();
        assertThat(rest).isEqualTo(Duration.ofSeconds(1));
        now = now.plusMillis(1_700);
        pass(Duration.ZERO);
        assertThat(rest).isEqualTo(Duration.ofMillis(300));
    }

    private Future<Duration> turn() {
        return turns.turn("one", () -> pace.take("one"), () -> left);
    }

    /** All that rest now go on. */
    private void pass(Duration time) {
        now = now.plus(time);
        for (int i = resting.size(); i > 0; i--) {
            resting.remove().complete();
        }
    }
}
