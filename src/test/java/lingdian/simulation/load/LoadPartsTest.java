package lingdian.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadPartsTest {
    @Test
    void theMixOfThePerformanceGoalsIsTheDefault() {
        assertThat(Mix.parse(Mix.DEFAULT).round())
                .containsExactly(Mix.Kind.LOGOUT, Mix.Kind.LOGIN, Mix.Kind.HEARTBEAT, Mix.Kind.HEARTBEAT);
    }

    @Test
    void heartbeatsLieEvenlyBetweenGuests() {
        assertThat(new Mix(2, 3).round())
                .containsExactly(
                        Mix.Kind.LOGOUT,
                        Mix.Kind.LOGIN,
                        Mix.Kind.HEARTBEAT,
                        Mix.Kind.LOGOUT,
                        Mix.Kind.LOGIN,
                        Mix.Kind.HEARTBEAT,
                        Mix.Kind.HEARTBEAT);
        assertThat(new Mix(0, 2).round()).containsExactly(Mix.Kind.HEARTBEAT, Mix.Kind.HEARTBEAT);
    }

    @Test
    void aMixThatNoStreamCouldHaveIsRefused() {
        for (String wrong :
                List.of("login=2,logout=1", "login=1", "login=0,logout=0,heartbeat=0", "patrol=1", "login", "")) {
            assertThatThrownBy(() -> Mix.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("--mix ");
        }
    }

    /** At any rate, the number of events due at a moment equals the number of events scheduled by then. */
    @Test
    void aScheduleIsTheSameFromBothSides() {
        for (double rate : new double[] {0.3, 7, 1_000, 4_321.5, 150_000}) {
            var schedule = new SendSchedule(1_000, rate, 3);
            long now = 1_000 + (long) (1e9 / rate * 1_000);
            long due = schedule.due(now);
            assertThat(due).isBetween(1_000L, 1_001L);
            assertThat(schedule.at((int) ((due - 1) % 3), (due - 1) / 3)).isLessThanOrEqualTo(now + 1);
            assertThat(schedule.at((int) (due % 3), due / 3)).isGreaterThan(now);
            assertThat(schedule.due(999)).isZero();
        }
    }

    @Test
    void answersFindTheirEventsThoughTheRingGrows() {
        var unanswered = new PendingEvents(4_096);
        for (int i = 1; i <= 3_000; i++) {
            assertThat(unanswered.hasRoom(1)).isTrue();
            unanswered.sent(i * 10L, i % 3 == 0);
        }
        assertThat(unanswered.events()).isEqualTo(3_000);
        assertThat(unanswered.verdicts()).isEqualTo(1_000);

        assertThat(unanswered.answered(2_997)).isEqualTo(29_970);
        assertThat(unanswered.answered(2_997)).isEqualTo(PendingEvents.NONE);
        assertThat(unanswered.answered(2_998)).isEqualTo(PendingEvents.NONE);
        assertThat(unanswered.answered(4_000)).isEqualTo(PendingEvents.NONE);
        assertThat(IntStream.rangeClosed(1, 3_000).mapToObj(i -> unanswered.acknowledgeNext()))
                .isEqualTo(
                        IntStream.rangeClosed(1, 3_000).mapToObj(i -> i * 10L).toList());
        assertThat(unanswered.answered(3)).isEqualTo(30);
        assertThat(unanswered.verdicts()).isEqualTo(998);
        assertThat(unanswered.isEmpty()).isFalse();
    }

    @Test
    void aVerdictThatNeverComesHoldsTheStreamInsteadOfBeingForgotten() {
        var unanswered = new PendingEvents(8);
        unanswered.sent(1, true);
        int sent = 1;
        for (; unanswered.hasRoom(1) && sent < 10_000; sent++) {
            unanswered.acknowledgeNext();
            unanswered.sent(2, false);
        }
        assertThat(sent).isLessThan(10_000);

        assertThat(unanswered.answered(1)).isEqualTo(1);
        assertThat(unanswered.hasRoom(1)).isTrue();
    }

    @Test
    void whatIsGivenUpIsTold() {
        var unanswered = new PendingEvents(8);
        List<Long> told = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            unanswered.sent(i, i == 2);
        }
        assertThat(unanswered.acknowledgeNext()).isEqualTo(1);

        unanswered.abandon(told::add, login -> told.add(-login));

        assertThat(told).containsExactly(2L, 3L, 4L, -2L);
        assertThat(unanswered.isEmpty()).isTrue();
    }

    @Test
    void aLatencyBelongsToTheMeasuredTimeByWhenItsEventWasMeant() {
        var tally = new LoadTally();
        tally.measure(1_000_000_000, 2_000_000_000);

        tally.verdict(999_999_999, 1_500_000_000);
        tally.verdict(1_999_999_999, 7_000_000_000L);
        tally.acknowledged(1_500_000_000, 10, 2_500_000_000L);
        tally.acknowledged(500_000_000, 20, 1_100_000_000);

        assertThat(tally.verdictLatency.summary().count()).isEqualTo(1);
        assertThat(tally.verdictLatency.summary().maxMillis()).isBetween(4_990.0, 5_010.0);
        assertThat(tally.ackLatency.summary().count()).isEqualTo(10);
        assertThat(tally.measuredAcknowledged).isEqualTo(20);
        assertThat(tally.acknowledged).isEqualTo(30);
    }

    @Test
    void verdictsAreAlsoCountedByTheMinuteInWhichTheirLoginsWereMeant() {
        var tally = new LoadTally();
        long begin = TimeUnit.SECONDS.toNanos(5);
        long minute = TimeUnit.MINUTES.toNanos(1);
        tally.measure(begin - minute, begin); // the rehearsal, which is forgotten
        tally.verdict(begin - 1, begin);
        tally.measure(begin, begin + 3 * minute);

        tally.verdict(begin, begin + 2_000_000);
        tally.verdict(begin + minute - 1, begin + minute + 9_000_000);
        tally.verdict(begin + 2 * minute, begin + 2 * minute + 3_000_000);
        tally.withoutVerdict(begin + 3 * minute - 1, begin + 4 * minute);
        tally.verdict(begin + 3 * minute, begin + 3 * minute + 1_000_000);

        assertThat(tally.minutes().stream().map(Latencies.Summary::count)).containsExactly(2L, 0L, 2L);
        assertThat(tally.minutes().getFirst().maxMillis()).isBetween(8.9, 9.1);
        assertThat(tally.minutes().getLast().maxMillis()).isBetween(59_900.0, 60_100.0);
    }

    /** The step of a café that an earlier run created is complete on return, because there is nothing to do. */
    @Test
    void manyStepsThatAreOverAtOnceAreAllDone() {
        var done = new AtomicInteger();

        Future<Void> all = BoundedLoop.each(100_000, 64, step -> {
            done.incrementAndGet();
            return Future.succeededFuture();
        });

        assertThat(all.succeeded()).isTrue();
        assertThat(done).hasValue(100_000);
    }

    @Test
    void asManyStepsAsAskedForRunAtOnceAndNoneAfterAFailure() {
        List<Promise<Void>> begun = new ArrayList<>();

        Future<Void> all = BoundedLoop.each(10, 3, step -> {
            begun.add(Promise.promise());
            return begun.getLast().future();
        });
        assertThat(begun).hasSize(3);
        begun.get(1).complete();
        assertThat(begun).hasSize(4);
        begun.get(0).fail("refused");
        begun.get(2).complete();

        assertThat(begun).hasSize(4);
        assertThat(all.cause()).hasMessage("refused");
    }

    @Test
    void ofNothingAllIsDone() {
        assertThat(BoundedLoop.each(0, 3, step -> Future.failedFuture("begun")).succeeded())
                .isTrue();
    }
}
