package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InTurnTest {
    private final List<Integer> begun = new ArrayList<>();
    private final Promise<String> first = Promise.promise();

    @Test
    void oneIsDoneAfterAnother() {
        Future<List<String>> all = InTurn.each(List.of(1, 2, 3), item -> {
            begun.add(item);
            return item == 1 ? first.future() : Future.succeededFuture("done " + item);
        });
        assertThat(begun).containsExactly(1);
        first.complete("done 1");
        assertThat(all.result()).containsExactly("done 1", "done 2", "done 3");
    }

    @Test
    void veryManyThatAreCompleteAtOnceOverflowNoStack() {
        List<Integer> items = IntStream.range(0, 100_000).boxed().toList();
        assertThat(InTurn.each(items, Future::succeededFuture).result()).isEqualTo(items);
    }

    @Test
    void afterAFailureNothingElseIsBegun() {
        Future<List<String>> all = InTurn.each(List.of(1, 2), item -> {
            begun.add(item);
            return first.future();
        });
        first.fail("refused");
        assertThat(all.cause()).hasMessage("refused");
        assertThat(begun).containsExactly(1);
    }

    @Test
    void aStepThatThrowsAfterOneThatWaitedFails() {
        Future<List<String>> all = InTurn.each(List.of(1, 2), item -> {
            if (item == 2) {
                throw new IllegalStateException("thrown");
            }
            return first.future();
        });
        first.complete("done 1");
        assertThat(all.cause()).hasMessage("thrown");
    }
}
