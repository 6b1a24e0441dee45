package lingdian.platform.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each caller is answered by a run that began after the call, and no two runs overlap. */
class CoalescedTest {
    private final List<Promise<String>> begun = new ArrayList<>();
    private final Coalesced<String> work = new Coalesced<>(this::begin);

    @Test
    void whoAsksWhileItIsUnderWayIsAnsweredByTheNextOne() {
        Future<String> first = work.next();
        Future<String> second = work.next();
        Future<String> third = work.next();
        assertThat(begun).hasSize(1);

        begun.get(0).complete("old");
        assertThat(first.result()).isEqualTo("old");
        assertThat(second.isComplete()).isFalse();

        begun.get(1).complete("new");
        assertThat(second.result()).isEqualTo("new");
        assertThat(third.result()).isEqualTo("new");
        assertThat(begun).hasSize(2);
    }

    @Test
    void aTimerNeitherWaitsInLineNorBeginsASecondOne() {
        work.startUnlessRunning();
        work.startUnlessRunning();
        begun.get(0).complete("done");

        assertThat(begun).hasSize(1);
        work.startUnlessRunning();
        assertThat(begun).hasSize(2);
    }

    @Test
    void itGoesOnAfterAFailureWhichIsToldToWhoAsked() {
        Future<String> first = work.next();
        Future<String> second = work.next();

        begun.get(0).fail("broken");
        begun.get(1).complete("whole");

        assertThat(first.cause()).hasMessage("broken");
        assertThat(second.result()).isEqualTo("whole");
    }

    @Test
    void workThatCannotEvenBeginDoesNotStopWhatComesAfterIt() {
        var mistake = new IllegalStateException("cannot begin");
        var failing = new Coalesced<String>(() -> {
            throw mistake;
        });

        assertThat(failing.next().cause()).isSameAs(mistake);
        assertThat(failing.next().cause()).isSameAs(mistake);
    }

    @Test
    void whoCannotTakeTheAnswerHoldsUpNobody() {
        work.next();
        work.next().onSuccess(answer -> {
            throw new IllegalStateException("cannot take it");
        });
        Future<String> other = work.next();
        begun.get(0).complete("first");
        Future<String> third = work.next();

        begun.get(1).complete("second");
        begun.get(2).complete("third");

        assertThat(other.result()).isEqualTo("second");
        assertThat(third.result()).isEqualTo("third");
    }

    private Future<String> begin() {
        var promise = Promise.<String>promise();
        begun.add(promise);
        return promise.future();
    }
}
