package lingdian.office.api;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.office.api.AccountTurns.Kind.FILE;
import static lingdian.office.api.AccountTurns.Kind.PAGE;
import static lingdian.office.api.AccountTurns.Kind.PROGRAM;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import lingdian.domain.AccountId;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Contexts;
import lingdian.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountTurnsTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> rests = new CopyOnWriteArrayList<>();
    private final AccountTurns turns = new AccountTurns(vertx, () -> Instant.EPOCH.plusNanos(nanos.get()), time -> {
        rests.add(time);
        return vertx.timer(1, MILLISECONDS).mapEmpty();
    });
    private final AccountId one = new AccountId(UUID.randomUUID());
    private final List<Integer> begun = new CopyOnWriteArrayList<>();
    private final List<Promise<Void>> underWay = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void fewAreAnsweredAtOnceAndTheOthersInTheirOrder() throws Exception {
        for (int i = 0; i < AccountTurns.AT_ONCE_MAX + 3; i++) {
            ask(one, i);
        }
        assertThat(begun).containsExactly(0, 1, 2, 3);
        for (int i = 0; i < 3; i++) {
            underWay.get(i).complete();
            int more = AccountTurns.AT_ONCE_MAX + i + 1;
            Await.until("the next begins", () -> underWay.size() == more);
        }
        assertThat(begun).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void whereOneTookLongTheOthersWaitForEachOther() throws Exception {
        for (int i = 0; i < AccountTurns.AT_ONCE_MAX + 3; i++) {
            ask(one, i);
        }
        nanos.addAndGet(AccountTurns.LONG.toNanos());
        underWay.forEach(Promise::complete);
        Await.until("one goes on", () -> begun.size() == AccountTurns.AT_ONCE_MAX + 1);
        ask(new AccountId(UUID.randomUUID()), -1);
        ask(one, 7);
        assertThat(begun).as("alone, beside another account's").containsExactly(0, 1, 2, 3, 4, -1);

        underWay.get(AccountTurns.AT_ONCE_MAX).complete();
        Await.until("the next goes on", () -> begun.contains(5));
        assertThat(begun).doesNotContain(6);

        nanos.addAndGet(AccountTurns.REMEMBERED.plusSeconds(1).toNanos());
        ask(one, 8);
        underWay.getLast().complete();
        Await.until("all go on", () -> begun.containsAll(List.of(6, 7)));
    }

    /** Otherwise the longest answers would take nearly all of a processor. */
    @Test
    void itRestsAsLongAsEachTook() {
        Duration longest = AccountTurns.REST_MAX.minusSeconds(1);
        turns.inTurn(new AccountId(UUID.randomUUID()), PAGE, () -> false, () -> {
            nanos.addAndGet(longest.toNanos());
            return Future.succeededFuture();
        });
        assertThat(rests).containsExactly(longest);
    }

    @Test
    void whereShortOnesTookLongTogetherTheOthersWaitForEachOther() throws Exception {
        Duration each = AccountTurns.LONG.minusMillis(1);
        int rested = 1;
        while (rested < 100 && answered(rested, each)) {
            rested++;
        }
        assertThat(each.multipliedBy(rested)).isBetween(AccountTurns.TOGETHER, AccountTurns.TOGETHER.plusSeconds(1));
        int next = rested + 1;
        ask(one, next);
        ask(new AccountId(UUID.randomUUID()), -1);
        assertThat(begun).as("another account's goes on beside it").contains(-1);

        int last = rested;
        Await.until("one goes on", () -> begun.contains(last));
        assertThat(begun).doesNotContain(next);

        nanos.addAndGet(AccountTurns.REMEMBERED.plusSeconds(1).toNanos());
        ask(one, -2);
        underWay.getLast().complete();
        Await.until("all go on", () -> begun.containsAll(List.of(next, -2)));
    }

    @Test
    void whoseRequestsTakeATenthOfTheTimeIsNotSlowed() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(answered(i, Duration.ofMillis(20))).isTrue();
            nanos.addAndGet(Duration.ofMillis(180).toNanos());
        }
        for (int i = -1; i >= -AccountTurns.AT_ONCE_MAX; i--) {
            ask(one, i);
        }
        assertThat(begun).endsWith(-1, -2, -3, -4);
    }

    @Test
    void moreThanMayWaitAreRefused() {
        for (int i = 0; i < AccountTurns.AT_ONCE_MAX + AccountTurns.PROGRAMS_WAITING_MAX; i++) {
            assertThat(ask(one, i).failed()).isFalse();
        }
        assertRefused(ask(one, -1));
        for (int i = 0; i < AccountTurns.PAGES_WAITING_MAX; i++) {
            assertThat(ask(one, PAGE, i, false).failed()).isFalse();
        }
        assertRefused(ask(one, PAGE, -1, false));
        ask(new AccountId(UUID.randomUUID()), 1_000);
        assertThat(begun).as("another account").containsExactly(0, 1, 2, 3, 1_000);
    }

    @Test
    void pagesGoFirstThenFilesThenProgramsThatCameEarlier() throws Exception {
        for (int i = 0; i < AccountTurns.AT_ONCE_MAX; i++) {
            ask(one, i);
        }
        ask(one, 10);
        ask(one, FILE, 30, false);
        ask(one, PAGE, 20, false);
        ask(one, PAGE, 21, false);
        for (int i = 0; i < 4; i++) {
            underWay.get(i).complete();
            int more = AccountTurns.AT_ONCE_MAX + i + 1;
            Await.until("the next begins", () -> underWay.size() == more);
        }
        assertThat(begun).containsExactly(0, 1, 2, 3, 20, 21, 30, 10);
    }

    @ParameterizedTest
    @EnumSource
    void thoseWhoseClientsLeftFreeTheirPlaces(AccountTurns.Kind kind) throws Exception {
        for (int i = 0; i < AccountTurns.AT_ONCE_MAX; i++) {
            ask(one, i);
        }
        int waitingMax =
                kind == PAGE ? AccountTurns.PAGES_WAITING_MAX : AccountTurns.PROGRAMS_WAITING_MAX; // as of files
        List<Future<Void>> left = IntStream.range(0, waitingMax)
                .mapToObj(i -> ask(one, kind, 100 + i, i % 2 == 0))
                .toList();
        for (int i = 0; i < waitingMax / 2; i++) {
            assertThat(ask(one, kind, i, false).failed()).isFalse();
        }
        assertRefused(ask(one, kind, -1, false));
        Await.until(
                "they are told",
                () -> left.stream()
                                .filter(one -> one.cause() instanceof HttpClosedException)
                                .count()
                        == waitingMax / 2);
    }

    @Test
    void aRequestWhoseClientLeftIsNotAnswered() throws Exception {
        for (int i = 0; i < AccountTurns.AT_ONCE_MAX; i++) {
            ask(one, i);
        }
        Future<Void> left = ask(one, PROGRAM, 10, true);
        ask(one, 11);
        underWay.getFirst().complete();
        Await.until("the next begins", () -> underWay.size() > AccountTurns.AT_ONCE_MAX);
        assertThat(begun).containsExactly(0, 1, 2, 3, 11);
        Await.until("it is told", left::failed);
    }

    @Test
    void afterFailuresThePlacesAreFree() {
        for (int i = 0; i <= AccountTurns.AT_ONCE_MAX; i++) {
            Future<Void> failed = turns.inTurn(one, PROGRAM, () -> false, () -> {
                throw new IllegalStateException("expected");
            });
            assertThat(failed.cause()).hasMessage("expected");
        }
        ask(one, 1);
        assertThat(begun).containsExactly(1);
    }

    @Test
    void aRequestThatWaitedIsAnsweredOnItsOwnContext() throws Exception {
        for (int i = 0; i < AccountTurns.AT_ONCE_MAX; i++) {
            ask(one, i);
        }
        Context own = vertx.getOrCreateContext();
        Promise<Void> waits = Promise.promise();
        Future<Boolean> answered = Contexts.run(own, () -> {
            Future<Boolean> answer = turns.inTurn(
                    one, PROGRAM, () -> false, () -> Future.succeededFuture(Vertx.currentContext() == own));
            waits.complete();
            return answer;
        });
        waits.future().await(PATIENCE_SECONDS, SECONDS);
        underWay.getFirst().complete();
        assertThat(answered.await(PATIENCE_SECONDS, SECONDS)).isTrue();
    }

    private static void assertRefused(Future<Void> asked) {
        assertThat(asked.cause())
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(429));
    }

    /** Whether it was the request's turn at once, in which case it took so long. */
    private boolean answered(int number, Duration took) {
        ask(one, number);
        if (!begun.contains(number)) {
            return false;
        }
        nanos.addAndGet(took.toNanos());
        underWay.getLast().complete();
        return true;
    }

    private Future<Void> ask(AccountId account, int number) {
        return ask(account, PROGRAM, number, false);
    }

    private Future<Void> ask(AccountId account, AccountTurns.Kind kind, int number, boolean left) {
        return turns.inTurn(account, kind, () -> left, () -> {
            begun.add(number);
            Promise<Void> answer = Promise.promise();
            underWay.add(answer);
            return answer.future();
        });
    }
}
