package lingdian.simulation.city;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    @Test
    void aServiceThatAnswersSlowlyIsWaitedFor() throws Exception {
        Promise<String> answer = Promise.promise();
        var answered = new AtomicLong();
        // Each look sees one more answer; the tenth sees the one that is waited for.
        var patience = new Patience(
                () -> {
                    if (answered.incrementAndGet() == 10) {
                        answer.complete("done");
                    }
                    return answered.get();
                },
                1);

        assertThat(patience.await(answer.future())).isEqualTo("done");
        assertThat(answered).hasValue(10);
    }

    @Test
    void oneThatAnswersNothingIsNot() {
        var patience = new Patience(() -> 7, 1);

        assertThatThrownBy(() -> patience.await(Promise.promise().future())).isInstanceOf(TimeoutException.class);
    }

    @Test
    void aRefusalIsPassedOn() {
        var patience = new Patience(() -> 0, 1);

        assertThatThrownBy(() -> patience.await(Future.failedFuture(new IllegalStateException("refused"))))
                .hasMessage("refused");
    }
}
