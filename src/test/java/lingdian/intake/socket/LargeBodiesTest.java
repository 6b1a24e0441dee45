package lingdian.intake.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.platform.http.Problem;
import lingdian.platform.work.SizedWork;
import lingdian.testing.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of large bodies is under way at once. */
class LargeBodiesTest {
    private static final int MIB = 1024 * 1024;
    private static final int MOST = 8 * MIB;
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final PlaceCode OTHER = new PlaceCode("36048110000002");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private LargeBodies of(long heapMib) {
        return new LargeBodies(vertx, MOST, heapMib * MIB, 4);
    }

    private static BodyMemory.Share share(LargeBodies bodies, PlaceCode placeCode) {
        return bodies.share(placeCode, full -> {});
    }

    /** Takes the bytes of a café's body, unless that is refused: with which status. */
    private static @Nullable Integer refusal(BodyMemory.Share share, long bytes) {
        try {
            share.growTo(bytes);
            return null;
        } catch (Problem.Thrown refused) {
            return refused.problem().status();
        }
    }

    @Test
    void theBytesReadAreAPartOfTheHeap() {
        assertThat(read(of(4_096))).isEqualTo(32);
        assertThat(read(of(400))).isEqualTo(3);
        assertThat(read(of(64)))
                .as("another café's largest is taken everywhere")
                .isEqualTo(2);
    }

    private static long read(LargeBodies bodies) {
        List<Integer> refusals = IntStream.range(0, 100)
                .mapToObj(i -> refusal(share(bodies, new PlaceCode("3604811%07d".formatted(i))), MOST))
                .toList();
        assertThat(refusals).containsOnly(null, 503);
        return refusals.stream().filter(Objects::isNull).count();
    }

    @Test
    void aCafeHasAsManyBytesUnderWayAsTheLargestBody() {
        LargeBodies bodies = of(4_096);
        BodyMemory.Share first = share(bodies, CAFE);
        assertThat(refusal(first, MOST - MIB)).isNull();
        assertThat(refusal(share(bodies, CAFE), MIB)).isNull();
        assertThat(refusal(share(bodies, CAFE), LargeBodies.SMALL_MAX + 1)).isEqualTo(429);
        assertThat(refusal(share(bodies, CAFE), LargeBodies.SMALL_MAX)).isNull();
        assertThat(refusal(share(bodies, OTHER), MOST)).isNull();

        first.giveBack();
        first.giveBack();
        assertThat(refusal(share(bodies, CAFE), MOST - MIB)).isNull();
        assertThat(refusal(share(bodies, CAFE), LargeBodies.SMALL_MAX + 1)).isEqualTo(429);
    }

    /** A body of undeclared length takes the bytes that were read, and no more. */
    @Test
    void aBodyGrows() {
        LargeBodies bodies = of(4_096);
        BodyMemory.Share first = share(bodies, CAFE);
        BodyMemory.Share second = share(bodies, CAFE);
        for (int length = 0; length <= MOST / 2; length += MIB / 2) {
            assertThat(refusal(first, length)).isNull();
            assertThat(refusal(second, length)).isNull();
        }
        assertThat(refusal(second, MOST / 2 + 1)).isEqualTo(429);
        first.giveBack();
        assertThat(refusal(second, MOST)).isNull();
        second.giveBack();
        assertThat(refusal(share(bodies, CAFE), MOST)).isNull();
    }

    @Test
    void whatIsDecodedIsAPartOfTheHeapAndTheRestWaits() throws Exception {
        LargeBodies bodies = of(1_024);
        var ends = new CopyOnWriteArrayList<Promise<Void>>();
        List<Future<Void>> all =
                IntStream.range(0, 4).mapToObj(i -> hold(bodies, i, ends)).toList();
        assertThat(ends).hasSize(2);

        ends.get(0).complete();
        ends.get(1).fail("refused");
        assertThat(all.get(0).succeeded()).isTrue();
        assertThatThrownBy(() -> all.get(1).await(PATIENCE_SECONDS, SECONDS)).hasMessage("refused");
        Await.until("the others began", () -> ends.size() == 4);
        ends.forEach(Promise::tryComplete);
        Future.all(all.get(2), all.get(3)).await(PATIENCE_SECONDS, SECONDS);
    }

    private static Future<Void> hold(LargeBodies bodies, int cafe, List<Promise<Void>> ends) {
        return bodies.use(
                new PlaceCode("3604811%07d".formatted(cafe)), MOST, Future::succeededFuture, decoded -> begun(ends));
    }

    /** Otherwise a café that must rest would keep the memory from all others as long. */
    @Test
    void aCafeThatWaitsForItsTurnHoldsNoMemory() {
        LargeBodies bodies = of(1_024); // for two of the largest
        var ends = new CopyOnWriteArrayList<Promise<Void>>();
        for (int i = 0; i < 3; i++) {
            bodies.use(CAFE, MOST, () -> begun(ends), Future::succeededFuture);
        }
        assertThat(ends).hasSize(1);

        bodies.use(OTHER, MOST, () -> begun(ends), Future::succeededFuture);

        assertThat(ends).hasSize(2);
    }

    @Test
    void aLongOneWaitsForTheCafesTurnToDecode() {
        LargeBodies bodies = of(4_096);
        var ends = new CopyOnWriteArrayList<Promise<Void>>();
        for (int i = 0; i < 2; i++) {
            bodies.decode(CAFE, SizedWork.INLINE_MAX + 1, () -> begun(ends));
        }
        assertThat(ends).hasSize(1);
        bodies.decode(CAFE, SizedWork.INLINE_MAX, () -> begun(ends));
        assertThat(ends).as("a short one does not wait").hasSize(2);
    }

    private static Future<Void> begun(List<Promise<Void>> ends) {
        Promise<Void> end = Promise.promise();
        ends.add(end);
        return end.future();
    }

    @Test
    void oneThatNeedsMoreThanItsPartIsDoneAlone() throws Exception {
        LargeBodies bodies = of(64);
        var ends = new CopyOnWriteArrayList<Promise<Void>>();
        Future<Void> first = hold(bodies, 1, ends);
        Future<Void> second = hold(bodies, 2, ends);
        assertThat(ends).hasSize(1);
        ends.getFirst().complete();
        Await.until("the second began", () -> ends.size() == 2);
        ends.getLast().complete();
        Future.all(first, second).await(PATIENCE_SECONDS, SECONDS);
    }
}
