package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lingdian.law.judge.CafeState;
import org.junit.jupiter.api.Test;

/** Who asks for a café's state while others are read waits, and is read together with all who wait. */
class StateReadingTest {
    private static final IllegalStateException BUG = new IllegalStateException("not what is stored");
    private final List<List<String>> questions = new ArrayList<>();
    private final List<Promise<Map<String, CafeState>>> answers = new ArrayList<>();
    private final StateReading reading = new StateReading(this::asked);

    @Test
    void whoComesMeanwhileIsReadTogether() {
        List<Future<CafeState>> states = read("a", "b", "c");

        answer(0);
        answer(1);

        assertThat(questions).containsExactly(List.of("a"), List.of("b", "c"));
        assertThat(states.stream().map(state -> state.result().placeCode())).containsExactly("a", "b", "c");
    }

    @Test
    void moreThanAFewAreReadByTurns() {
        String[] many = IntStream.rangeClosed(0, 2 * StateReading.TOGETHER)
                .mapToObj(i -> "cafe-" + i)
                .toArray(String[]::new);
        List<Future<CafeState>> states = read(many);

        answer(0);
        answer(1);
        answer(2);

        assertThat(questions.stream().map(List::size)).containsExactly(1, StateReading.TOGETHER, StateReading.TOGETHER);
        assertThat(states).allMatch(Future::succeeded);
    }

    @Test
    void aStateThatCannotBeReadIsItsOwnCafesAlone() {
        List<Future<CafeState>> states = read("first", "a", "broken", "c");

        answer(0);
        answers.get(1).fail(BUG);
        answer(2);
        answers.get(3).fail(BUG);
        answer(4);

        assertThat(questions.subList(2, 5)).containsExactly(List.of("a"), List.of("broken"), List.of("c"));
        assertThat(states.get(1).succeeded()).isTrue();
        assertThat(states.get(2).cause()).isSameAs(BUG);
        assertThat(states.get(3).succeeded()).isTrue();
    }

    @Test
    void whereTheDatabaseCannotAnswerNobodyWaitsAnyLongerAndNobodyIsAskedTwice() {
        List<Exception> failures =
                List.of(new IOException("connection reset"), new ConnectionPoolTooBusyException("too many wait"));
        for (Exception failure : failures) {
            questions.clear();
            answers.clear();
            List<Future<CafeState>> states = read("first", "a", "b");

            answers.get(0).fail(failure);

            assertThat(questions).containsExactly(List.of("first"));
            assertThat(states).allMatch(state -> state.cause() == failure);
        }
    }

    @Test
    void whoCannotTakeItsStateHoldsUpNobody() {
        Future<CafeState> first = reading.read("a");
        first.onSuccess(state -> {
            throw BUG;
        });
        List<Future<CafeState>> others = read("b", "c");
        others.getFirst().onSuccess(state -> {
            throw BUG;
        });

        answer(0);
        answer(1);
        reading.read("d");

        assertThat(others.get(1).succeeded()).isTrue();
        assertThat(questions.getLast()).containsExactly("d");
    }

    @Test
    void aCafeThatWasNotReadIsToldSoAndItGoesOn() {
        List<Future<CafeState>> states = read("a", "b");

        answers.get(0).complete(Map.of());
        answer(1);

        assertThat(states.get(0).failed()).isTrue();
        assertThat(states.get(1).succeeded()).isTrue();
    }

    @Test
    void itGoesOnAfterAFailure() {
        List<Future<CafeState>> states = read("a", "b");

        answers.get(0).fail(BUG);
        answer(1);

        assertThat(states.get(0).failed()).isTrue();
        assertThat(states.get(1).result().placeCode()).isEqualTo("b");
    }

    private List<Future<CafeState>> read(String... placeCodes) {
        return List.of(placeCodes).stream().map(reading::read).toList();
    }

    private Future<Map<String, CafeState>> asked(List<String> placeCodes) {
        var answer = Promise.<Map<String, CafeState>>promise();
        questions.add(placeCodes);
        answers.add(answer);
        return answer.future();
    }

    private void answer(int question) {
        var states = new HashMap<String, CafeState>();
        questions.get(question).forEach(place -> states.put(place, new CafeState(place)));
        answers.get(question).complete(states);
    }
}
