package lingdian.simulation.city;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import lingdian.simulation.city.Score.Finding;
import lingdian.testing.Await;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Cafés that evade the service, on its own clock from Friday evening to Monday morning: each is found by the rule that is
 * meant for it, and no other café is.
 *
 * <p>The clock moves a slice at a time, each time after the service acknowledged what was sent, and waits until it has
 * looked for absences.
 */
class EvasionsIT {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 6, 12);
    private static final double SPEED = 4_000; // as often a node looks
    private static final int CAFES = 8;
    private static final Set<Habit> EVASIONS =
            Set.of(Habit.CLOSES_FOR_GOOD, Habit.NEVER_CONNECTS, Habit.LOSES_CASHIER, Habit.REPLAYS_REGISTRATIONS);

    @Test
    void eachEvasionIsFoundByItsRule() throws Exception {
        var settings = new CitySettings(seed(), CAFES, FRIDAY.atTime(20, 0), 3, true);
        var clock = new SliceClock(settings.from());
        try (RunningService service = RunningService.with().clock(clock, SPEED).start()) {
            var city = new SimulatedCity(service.vertx(), service.url(), service.admin(), settings, clock);
            var truths = new ArrayList<Truth>();
            clock.waitsFor(service);

            Score score = SimulatedCityIT.play(service, city, clock, truths);

            SimulatedCityIT.assertPerfect(score, Truth.MEASURES); // the agent that returns has waited for the slice
            assertThat(score.rows()).contains(new Score.Row(Truth.ABSENT, false, 2, 2, 2, 0));
            List<Finding> found =
                    new ArrayList<>(ShadowFindings.seenBy(service.admin()).await(PATIENCE_SECONDS, SECONDS));
            service.violations().values().forEach(one -> found.add(Finding.of(one)));
            assertFound(city.plan(), found, Habit.CLOSES_FOR_GOOD, Truth.ABSENT, 1);
            assertFound(city.plan(), found, Habit.NEVER_CONNECTS, Truth.ABSENT, 1);
            assertFound(city.plan(), found, Habit.LOSES_CASHIER, Truth.UNREGISTERED, 2); // one for each failure
            assertFound(city.plan(), found, Habit.REPLAYS_REGISTRATIONS, Truth.REPLAYED, 2);
            Replayed.Said again = Replayed.backtest("--database=" + Replayed.url(service.database()));
            assertThat(again.code()).as(again.text()).isZero();
            assertThat(again.text()).containsPattern("AGENT_ABSENT +2");
        }
    }

    /** The first city so small that has all of them. */
    private static long seed() {
        return LongStream.iterate(1, seed -> seed + 1)
                .filter(seed -> Habit.of(seed, CAFES).containsAll(EVASIONS))
                .findFirst()
                .orElseThrow();
    }

    private static void assertFound(CityPlan plan, List<Finding> found, Habit habit, String code, int times) {
        String place = plan.cafes().stream()
                .filter(cafe -> cafe.habit() == habit)
                .findFirst()
                .orElseThrow()
                .placeCode();
        assertThat(found)
                .as(habit + " by " + code)
                .filteredOn(one -> one.placeCode().equals(place) && one.code().equals(code))
                .hasSize(times);
    }

    private static final class SliceClock implements InstantSource, CityPace {
        private final Instant from;
        private volatile Instant now;
        private @Nullable RunningService service;

        SliceClock(Instant from) {
            this.from = from;
            this.now = from;
        }

        void waitsFor(RunningService looks) {
            service = looks;
        }

        @Override
        public Instant instant() {
            return now;
        }

        /** All events of a slice are sent at its end; a message states when it was. */
        @Override
        public void until(Instant at) {
            long slices = Math.ceilDiv(Duration.between(from, at).toMillis(), CityPlan.SLICE.toMillis());
            Instant end = from.plus(CityPlan.SLICE.multipliedBy(slices));
            if (end.isAfter(now)) {
                now = end;
                looked(end);
            }
        }

        private void looked(Instant end) {
            RunningService looking = Objects.requireNonNull(service);
            try {
                Await.until(
                        "the service looks at " + end,
                        () -> !looking.rows("SELECT 1 FROM listening WHERE NOT over AND renewed_at >= '" + end + "'")
                                .isEmpty());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
