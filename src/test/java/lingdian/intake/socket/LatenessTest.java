package lingdian.intake.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.intake.probe.Arrears;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order in which withheld answers are sent. */
class LatenessTest {
    private static final String CAFE = "36048110000001";
    private static final int FOR_EVER = 1_000_000;
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong millis = new AtomicLong();
    private final Arrears arrears = new Arrears(millis::get, 1);
    private final Lateness lateness = new Lateness(vertx, arrears, 1);
    private final Context socket = vertx.getOrCreateContext();
    private final List<Integer> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void whatIsNotLateIsToldAtOnce() {
        assertThat(lateness.inTurn(new PlaceCode(CAFE), Arrears.NONE, () -> true, 1)
                        .isComplete())
                .isTrue();
    }

    @Test
    void nothingOvertakesWhatIsHeldBackOnWhateverConnection() throws Exception {
        Context request = vertx.getOrCreateContext();
        List<Future<Integer>> all = IntStream.range(0, 40)
                .mapToObj(
                        i -> tell(i % 2 == 0 ? socket : request, CAFE, i % 4 == 0 ? 3 : 0, new AtomicBoolean(true), i))
                .toList();
        millis.set(FOR_EVER);
        Future.all(all).await(PATIENCE_SECONDS, SECONDS);

        assertThat(told)
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
        assertThat(lateness.inTurn(new PlaceCode(CAFE), Arrears.NONE, () -> true, 1)
                        .isComplete())
                .as("not late any more")
                .isTrue();
    }

    @Test
    void otherCafesDoNotWait() throws Exception {
        tell(socket, CAFE, FOR_EVER, new AtomicBoolean(true), 1);

        assertThat(tell(socket, "36048110000002", 0, new AtomicBoolean(true), 2).await(PATIENCE_SECONDS, SECONDS))
                .isEqualTo(2);
    }

    @Test
    void whatNobodyWaitsForIsPassedOverAndStillOwed() throws Exception {
        var wanted = new AtomicBoolean(true);
        Future<Integer> first = tell(socket, CAFE, FOR_EVER, wanted, 1);
        Future<Integer> next = tell(socket, CAFE, 0, new AtomicBoolean(true), 2);
        wanted.set(false);
        first.await(PATIENCE_SECONDS, SECONDS);

        millis.set(FOR_EVER - 1);
        assertThat(next.isComplete()).isFalse();
        millis.set(FOR_EVER);
        assertThat(next.await(PATIENCE_SECONDS, SECONDS)).isEqualTo(2);
    }

    /** The order of the calls is that of the test: each is made when the one before it was. */
    private Future<Integer> tell(Context context, String cafe, int pauses, AtomicBoolean wanted, int answer) {
        Promise<Integer> done = Promise.promise();
        Promise<Void> made = Promise.promise();
        context.runOnContext(go -> {
            long due = arrears.oweAnswers(new PlaceCode(cafe), pauses);
            lateness.inTurn(new PlaceCode(cafe), due, wanted::get, answer).onComplete(over -> {
                told.add(over.result());
                done.handle(over);
            });
            made.complete();
        });
        made.future().await();
        return done.future();
    }
}
