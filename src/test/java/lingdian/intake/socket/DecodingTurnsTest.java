package lingdian.intake.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import lingdian.domain.PlaceCode;
import lingdian.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose long message is decoded when, on four processors. */
class DecodingTurnsTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final DecodingTurns turns = new DecodingTurns(vertx, 4, nanos::get);
    private final List<Begun> begun = new CopyOnWriteArrayList<>();

    private record Begun(int cafe, Promise<Void> end) {}

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void halfOfTheProcessorsDecode() throws Exception {
        for (int cafe = 1; cafe <= 4; cafe++) {
            message(cafe);
        }
        assertThat(cafes()).containsExactly(1, 2);

        begun.getFirst().end().complete();
        Await.until("the third begins", () -> cafes().equals(List.of(1, 2, 3)));
    }

    @Test
    void ofACafeOneAtATimeSoThatOthersDoNotWaitForItsQueue() throws Exception {
        for (int i = 0; i < 100; i++) {
            message(1);
        }
        message(2);
        assertThat(cafes()).containsExactly(1, 2);

        List.copyOf(begun).forEach(one -> one.end().complete());
        message(3);
        Await.until("the first café's second and the third's", () -> cafes().size() == 4);
        assertThat(cafes().subList(2, 4)).containsExactlyInAnyOrder(1, 3);
    }

    /** So a café has at most half of one processor. */
    @Test
    void itRestsAsLongAsItsLastMessageTook() throws Exception {
        long before = System.nanoTime();
        message(1);
        message(1);
        nanos.addAndGet(Duration.ofMillis(300).toNanos());
        begun.getFirst().end().complete();
        message(2);
        assertThat(cafes()).as("meanwhile another café").containsExactly(1, 2);

        Await.until("the second begins", () -> cafes().equals(List.of(1, 2, 1)));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void oneThatFailsOrThrowsGivesItsTurnBack() throws Exception {
        Future<Void> first = message(1);
        Future<Void> second = turns.inTurn(cafe(1), () -> {
            throw new IllegalStateException("a bug");
        });
        message(1);
        begun.getFirst().end().fail("refused");

        assertThatThrownBy(() -> first.await(PATIENCE_SECONDS, SECONDS)).hasMessage("refused");
        assertThatThrownBy(() -> second.await(PATIENCE_SECONDS, SECONDS)).hasMessage("a bug");
        Await.until("the third begins", () -> cafes().equals(List.of(1, 1)));
    }

    private Future<Void> message(int cafe) {
        return turns.inTurn(cafe(cafe), () -> {
            var one = new Begun(cafe, Promise.promise());
            begun.add(one);
            return one.end().future();
        });
    }

    private static PlaceCode cafe(int number) {
        return new PlaceCode("3604811000000" + number);
    }

    private List<Integer> cafes() {
        return begun.stream().map(Begun::cafe).toList();
    }
}
