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
import lingdian.domain.PlaceCode;
import lingdian.law.judge.CafeState;
import org.junit.jupiter.api.Test;

/**
 * A request for a café's state waits while other states are read, and is then read together with all waiting requests.
 */
class CafeStateReaderTest {
    private static final IllegalStateException BUG = new IllegalStateException("not what is stored");
    private static final PlaceCode FIRST = cafe(0);
    private static final PlaceCode A = cafe(1);
    private static final PlaceCode B = cafe(2);
    private static final PlaceCode C = cafe(3);
    private static final PlaceCode D = cafe(4);
    private static final PlaceCode BROKEN = cafe(5);

    private final List<List<PlaceCode>> questions = new ArrayList<>();
    private final List<Promise<Map<PlaceCode, CafeState>>> answers = new ArrayList<>();
    private final CafeStateReader reading = new CafeStateReader(this::asked);

    @Test
    void whoComesMeanwhileIsReadTogether() {
        List<Future<CafeState>> states = read(A, B, C);

        answer(0);
        answer(1);

        assertThat(questions).containsExactly(List.of(A), List.of(B, C));
        assertThat(states.stream().map(state -> state.result().placeCode())).containsExactly(A, B, C);
    }

    @Test
    void moreThanAFewAreReadByTurns() {
        PlaceCode[] many = IntStream.rangeClosed(0, 2 * CafeStateReader.TOGETHER)
                .mapToObj(CafeStateReaderTest::cafe)
                .toArray(PlaceCode[]::new);
        List<Future<CafeState>> states = read(many);

        answer(0);
        answer(1);
        answer(2);

        assertThat(questions.stream().map(List::size))
                .containsExactly(1, CafeStateReader.TOGETHER, CafeStateReader.TOGETHER);
        assertThat(states).allMatch(Future::succeeded);
    }

    /** Few wait for the read under way; a country that connects at once is read by several, each with as many as may be. */
    @Test
    void veryManyAreReadBySomeAtOnce() {
        PlaceCode[] many = IntStream.rangeClosed(0, 5 * CafeStateReader.TOGETHER)
                .mapToObj(CafeStateReaderTest::cafe)
                .toArray(PlaceCode[]::new);
        List<Future<CafeState>> states = read(many);

        assertThat(questions.stream().map(List::size))
                .containsExactly(1, CafeStateReader.TOGETHER, CafeStateReader.TOGETHER)
                .hasSize(CafeStateReader.READS);
        for (int question = 0; question < questions.size(); question++) {
            answer(question);
        }
        assertThat(states).allMatch(Future::succeeded);
    }

    @Test
    void aStateThatCannotBeReadIsItsOwnCafesAlone() {
        List<Future<CafeState>> states = read(FIRST, A, BROKEN, C);

        answer(0);
        answers.get(1).fail(BUG);
        answer(2);
        answers.get(3).fail(BUG);
        answer(4);

        assertThat(questions.subList(2, 5)).containsExactly(List.of(A), List.of(BROKEN), List.of(C));
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
            List<Future<CafeState>> states = read(FIRST, A, B);

            answers.get(0).fail(failure);

            assertThat(questions).containsExactly(List.of(FIRST));
            assertThat(states).allMatch(state -> state.cause() == failure);
        }
    }

    @Test
    void whoCannotTakeItsStateHoldsUpNobody() {
        Future<CafeState> first = reading.read(A);
        first.onSuccess(state -> {
            throw BUG;
        });
        List<Future<CafeState>> others = read(B, C);
        others.getFirst().onSuccess(state -> {
            throw BUG;
        });

        answer(0);
        answer(1);
        reading.read(D);

        assertThat(others.get(1).succeeded()).isTrue();
        assertThat(questions.getLast()).containsExactly(D);
    }

    @Test
    void aCafeThatWasNotReadIsToldSoAndItGoesOn() {
        List<Future<CafeState>> states = read(A, B);

        answers.get(0).complete(Map.of());
        answer(1);

        assertThat(states.get(0).failed()).isTrue();
        assertThat(states.get(1).succeeded()).isTrue();
    }

    @Test
    void itGoesOnAfterAFailure() {
        List<Future<CafeState>> states = read(A, B);

        answers.get(0).fail(BUG);
        answer(1);

        assertThat(states.get(0).failed()).isTrue();
        assertThat(states.get(1).result().placeCode()).isEqualTo(B);
    }

    private List<Future<CafeState>> read(PlaceCode... placeCodes) {
        return List.of(placeCodes).stream().map(reading::read).toList();
    }

    private Future<Map<PlaceCode, CafeState>> asked(List<PlaceCode> placeCodes) {
        var answer = Promise.<Map<PlaceCode, CafeState>>promise();
        questions.add(placeCodes);
        answers.add(answer);
        return answer.future();
    }

    private void answer(int question) {
        var states = new HashMap<PlaceCode, CafeState>();
        questions.get(question).forEach(place -> states.put(place, new CafeState(place)));
        answers.get(question).complete(states);
    }

    private static PlaceCode cafe(int number) {
        return new PlaceCode("36048110%06d".formatted(number));
    }
}
