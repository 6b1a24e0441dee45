package lingdian.platform.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.testing.Await;
import org.junit.jupiter.api.Test;

/** A question waits for those under way, and is then asked together with all that came meanwhile. */
class TogetherTest {
    private static final int MOST = 3;
    private static final IllegalStateException BUG = new IllegalStateException("not a question");

    private final List<Set<String>> questions = new CopyOnWriteArrayList<>();
    private final List<Promise<Map<String, Integer>>> answers = new CopyOnWriteArrayList<>();
    private final Together<String, Integer> together = new Together<>(MOST, this::asked);

    @Test
    void whoComesMeanwhileIsAskedTogetherAndNobodyIsAnsweredByAnEarlierQuestion() {
        Future<Optional<Integer>> first = together.ask("a");
        List<Future<Optional<Integer>>> others = ask("a", "bb", "bb");

        answer(0);
        assertThat(first.result()).contains(1);
        assertThat(others).noneMatch(Future::isComplete);
        answer(1);

        assertThat(questions).containsExactly(Set.of("a"), Set.of("a", "bb"));
        assertThat(others.stream().map(Future::result)).containsExactly(Optional.of(1), Optional.of(2), Optional.of(2));
    }

    @Test
    void soManyAreAskedTogetherAndNoMore() {
        List<Future<Optional<Integer>>> all = ask("a", "b", "c", "d", "e");

        answer(0);
        answer(1);
        answer(2);

        assertThat(questions.stream().map(Set::size)).containsExactly(1, MOST, 1);
        assertThat(all).allMatch(Future::succeeded);
    }

    @Test
    void whatHasNoAnswerIsEmpty() {
        Future<Optional<Integer>> nothing = together.ask("a");

        answers.getFirst().complete(Map.of());

        assertThat(nothing.result()).isEmpty();
    }

    @Test
    void aFailureIsThatOfThoseWhoAskedAndTheNextAreAsked() {
        Future<Optional<Integer>> first = together.ask("a");
        Future<Optional<Integer>> second = together.ask("b");

        answers.getFirst().fail(BUG);
        answer(1);

        assertThat(first.cause()).isSameAs(BUG);
        assertThat(second.result()).contains(1);
    }

    @Test
    void whatAskingThrowsIsAFailure() {
        var throwing = new Together<String, Integer>(MOST, these -> {
            throw BUG;
        });

        assertThat(throwing.ask("a").cause()).isSameAs(BUG);
        assertThat(throwing.ask("b").cause()).isSameAs(BUG);
    }

    @Test
    void eachIsAnsweredOnItsOwnContext() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            List<Future<Context>> answeredOn = new ArrayList<>();
            List<Context> contexts = List.of(vertx.getOrCreateContext(), vertx.getOrCreateContext());
            for (Context context : contexts) {
                answeredOn.add(Contexts.run(context, () -> together.ask("a").map(answer -> Vertx.currentContext())));
            }
            Await.until("the first is asked", () -> !answers.isEmpty());
            answer(0);
            Await.until("the second is asked", () -> answers.size() == 2);
            answer(1);

            for (int i = 0; i < contexts.size(); i++) {
                assertThat(answeredOn.get(i).await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isSameAs(contexts.get(i));
            }
        } finally {
            vertx.close().await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private List<Future<Optional<Integer>>> ask(String... about) {
        return List.of(about).stream().map(together::ask).toList();
    }

    private synchronized Future<Map<String, Integer>> asked(Set<String> these) {
        questions.add(Set.copyOf(these));
        var answer = Promise.<Map<String, Integer>>promise();
        answers.add(answer);
        return answer.future();
    }

    /** With the length of each. */
    private void answer(int question) {
        answers.get(question)
                .complete(questions.get(question).stream()
                        .collect(Collectors.toMap(Function.identity(), String::length)));
    }
}
