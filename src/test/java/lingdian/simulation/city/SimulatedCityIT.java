package lingdian.simulation.city;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import lingdian.domain.ChinaTime;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole city and a whole service: the service finds exactly what happened. */
class SimulatedCityIT {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 6, 12);
    private static final Path SUSPICIONS_PAGE = Path.of("src/site/markdown/suspicions.md");
    /** On past days: their agent is gone, or it is off while something happens, or nothing does. */
    private static final Set<Habit> UNOBSERVABLE =
            Set.of(Habit.CLOSES_FOR_GOOD, Habit.NEVER_CONNECTS, Habit.LOGS_OUT_AND_STOPS_AGENT, Habit.LOSES_LOGOUTS);

    private static final String[] FACTS = {
        Truth.OVERTIME, Truth.MINOR, Truth.UNVERIFIED, Truth.SHARED, Truth.UNREGISTERED, Truth.SUSPENDED, Truth.RECORDS
    };

    /** One city, or with {@code -Dlingdian.long=true} both whose figures the handbook states. */
    static LongStream seeds() {
        return Boolean.getBoolean("lingdian.long") ? LongStream.of(1, 2) : LongStream.of(1);
    }

    /** The handbook states how often suspicions are right in this city. Being in shadow, they are shown to nobody. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyFactOfThirtyCafesAndThreeDaysIsFoundAndNoOther(long seed) throws Exception {
        try (RunningService service = RunningService.start()) {
            var truths = new ArrayList<Truth>();
            CitySettings settings = CitySettings.past(seed, Habit.MIX, FRIDAY, 3);
            Score score = play(service, settings, truths);

            assertPerfect(score);
            List<Score.Finding> shadow =
                    ShadowFindings.seenBy(service.admin()).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(Files.readString(SUSPICIONS_PAGE)).contains(suspicionTable(shadow, settings, truths));
            assertEachHabitIsFound(service, settings, truths, shadow);
            assertThat(service.violations().values())
                    .extracting(violation -> violation.getString("code"))
                    .doesNotContainAnyElementsOf(Truth.SUSPICIONS);
            assertThat(score.rows().stream().filter(row -> row.fact() && row.truths() > 0))
                    .extracting(Score.Row::code)
                    .containsExactlyInAnyOrder(FACTS);
            assertThat(score.unobservable())
                    .containsKeys(Truth.OVERTIME, Truth.MINOR, Truth.UNVERIFIED, Truth.MEASURES);
        }
    }

    /** Another city is in {@link SimulatedMonthIT}. */
    @EnabledIfSystemProperty(named = "lingdian.long", matches = "true")
    @ParameterizedTest
    @ValueSource(longs = 3)
    void otherCitiesAreJudgedAsWell(long seed) throws Exception {
        try (RunningService service = RunningService.start()) {
            assertPerfect(play(service, CitySettings.past(seed, Habit.MIX, FRIDAY.plusWeeks(seed), 1)));
        }
    }

    /**
     * Setting the clock back gains a café nothing if its agent states when it sends. By seed 281 few cafés have one that does, one
     * that admits minors and one that stays open.
     */
    @Test
    void aCityOnTheServicesClockIsJudgedAsWell() throws Exception {
        var settings = new CitySettings(281, 8, FRIDAY.atTime(20, 0), 1, true);
        var clock = new SetClock(settings.from());
        try (RunningService service = RunningService.with().clock(clock).start()) {
            var city = new SimulatedCity(service.vertx(), service.url(), service.admin(), settings, clock);
            clock.waitsFor(city.tally());
            List<Truth> overtime = new ArrayList<>();

            Score score = play(service, city, clock, overtime);

            assertPerfect(score, Truth.MEASURES); // the clock jumps, so the service finds no silence
            String clockBack = city.plan().cafes().stream()
                    .filter(cafe -> cafe.habit() == Habit.SETS_CLOCK_BACK)
                    .findFirst()
                    .orElseThrow()
                    .placeCode();
            assertThat(overtime)
                    .filteredOn(truth ->
                            truth.placeCode().equals(clockBack) && truth.code().equals(Truth.OVERTIME))
                    .extracting(Truth::shown)
                    .containsExactly(Truth.Shown.FACT);
        }
    }

    /** Stopped agents are found by received time, so this needs a clock that runs while the service listens. */
    @Test
    void aCityOnAFastClockShowsWhoStopsItsAgent() throws Exception {
        var settings = new CitySettings(1, 30, FRIDAY.atTime(23, 10), 1, true);
        var clock = new ShortNight(
                settings.from(), FRIDAY.plusDays(1).atStartOfDay(ChinaTime.ZONE).toInstant());
        try (RunningService service =
                RunningService.with().clock(clock, ShortNight.NIGHT_SPEED).start()) {
            var city = new SimulatedCity(service.vertx(), service.url(), service.admin(), settings, clock);
            Score score = play(service, city, clock, new ArrayList<>());

            assertPerfect(score);
            String table = String.join("\n", ScoreTable.lines(score));
            assertThat(score.rows())
                    .as(table)
                    .filteredOn(row -> row.code().equals(Truth.MEASURES) && !row.fact())
                    .singleElement()
                    .satisfies(row -> assertThat(List.of(row.truths(), row.recall(), row.precision()))
                            .as(table)
                            .isEqualTo(List.of(1, 1.0, 1.0)));
            theSilencesAreFoundAgain(service);
        }
    }

    private static void theSilencesAreFoundAgain(RunningService service) {
        Replayed.Said said = Replayed.backtest("--database=" + Replayed.url(service.database()));
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).containsPattern("MEASURES_STOPPED +[1-9]");
    }

    /** Whatever a café does by its habit, if events can show it, some rule finds it on the day. */
    private static void assertEachHabitIsFound(
            RunningService service, CitySettings settings, List<Truth> truths, List<Score.Finding> shadow)
            throws Exception {
        Set<String> found = new HashSet<>();
        shadow.forEach(one -> found.add(day(one.code(), one.placeCode(), one.from())));
        service.violations().values().stream()
                .map(Score.Finding::of)
                .forEach(one -> found.add(day(one.code(), one.placeCode(), one.from())));
        Map<Habit, List<Truth>> shown = new EnumMap<>(Habit.class);
        for (CafeSheet cafe : new CityPlan(settings).cafes()) {
            shown.computeIfAbsent(cafe.habit(), first -> new ArrayList<>())
                    .addAll(truths.stream()
                            .filter(truth -> truth.placeCode().equals(cafe.placeCode())
                                    && truth.shown() != Truth.Shown.UNOBSERVABLE)
                            .toList());
        }
        assertThat(shown)
                .allSatisfy((habit, ofHabit) -> assertThat(ofHabit)
                        .as(habit + " does something of these that is found")
                        .matches(of -> of.isEmpty()
                                || of.stream()
                                        .anyMatch(
                                                one -> found.contains(day(one.code(), one.placeCode(), one.from())))));
        assertThat(shown.entrySet())
                .filteredOn(habit -> habit.getValue().isEmpty())
                .extracting(Map.Entry::getKey)
                .containsAll(UNOBSERVABLE);
    }

    private static String day(String code, String placeCode, Instant from) {
        return code + " " + placeCode + " " + CitySettings.businessDay(from);
    }

    private static String suspicionTable(List<Score.Finding> found, CitySettings settings, List<Truth> truths) {
        var cafes = new CityPlan(settings)
                .cafes().stream().map(CafeSheet::placeCode).toList();
        var file = new TruthFile(cafes, settings.from(), settings.to(), truths, List.of());
        List<SuspicionScore.Row> rows = new SuspicionScore(file, found).rows();
        assertThat(rows)
                .filteredOn(row -> row.truths() > 0)
                .allSatisfy(row -> assertThat(row.correct()).as(row.code()).isPositive());
        return "Seed " + settings.seed() + """
                :

                | code | true | reported | correct | precision | recall |
                | --- | ---: | ---: | ---: | ---: | ---: |
                """
                + rows.stream()
                        .map(row -> "| `" + row.code() + "` | " + row.truths() + " | " + row.reported() + " | "
                                + row.correct() + " | " + row.precision() + " | " + row.recall() + " |\n")
                        .collect(Collectors.joining());
    }

    static Score play(RunningService service, CitySettings settings) throws Exception {
        return play(service, settings, new ArrayList<>());
    }

    private static Score play(RunningService service, CitySettings settings, List<Truth> truths) throws Exception {
        var city = new SimulatedCity(service.vertx(), service.url(), service.admin(), settings, InstantSource.system());
        return play(service, city, CityPace.FULL_SPEED, truths);
    }

    static Score play(RunningService service, SimulatedCity city, CityPace pace, List<Truth> truths) throws Exception {
        city.found();
        city.play(pace, new CityRun.Watcher() {
            @Override
            public void played(Slice slice, List<Truth> known) {
                truths.addAll(known);
            }
        });
        CitySettings settings = city.plan().settings();
        var file = new TruthFile(
                city.plan().cafes().stream().map(CafeSheet::placeCode).toList(),
                settings.from(),
                settings.to(),
                truths,
                city.tally().wrongVerdicts());
        assertThat(city.tally().safeEvents()).isEqualTo(city.tally().sentEvents());
        return new Score(
                file,
                service.violations().values().stream().map(Score.Finding::of).toList());
    }

    static void assertPerfect(Score score, String... notAsked) {
        String table = ScoreTable.lines(score).stream().collect(Collectors.joining("\n"));
        assertThat(score.factsArePerfect()).as(table).isTrue();
        assertThat(score.misses())
                .as(table)
                .filteredOn(truth -> !List.of(notAsked).contains(truth.code()))
                .isEmpty();
    }

    /**
     * The service's clock, which the city moves act by act, each time after the service acknowledged what was sent: a
     * message under way would seem to take minutes, as if its sender's clock were wrong.
     */
    private static final class SetClock implements InstantSource, CityPace {
        private volatile Instant now;
        private @Nullable CityTally tally;

        SetClock(Instant now) {
            this.now = now;
        }

        void waitsFor(CityTally sent) {
            tally = sent;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public void until(Instant at) {
            if (at.isAfter(now)) {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                while (tally != null && tally.safeEvents() < tally.sentEvents()) {
                    assertThat(System.nanoTime()).as("acknowledged in time").isLessThan(deadline);
                    LockSupport.parkNanos(50_000);
                }
                now = at;
            }
        }
    }

    /**
     * A clock that stands still until the city begins, runs fast in the evening, and faster at night, when little
     * happens.
     *
     * <p>In the morning it is slower again: an event that a switched-off agent records at 08:00 must be received within
     * a minute of this clock. Otherwise it counts as an event from within the silence, and explains it ({@code
     * buffered}).
     */
    private static final class ShortNight implements InstantSource, CityPace {
        static final double NIGHT_SPEED = 2_000;
        private static final double OTHER_SPEED = 150;
        private static final Duration NIGHT = Duration.ofHours(8).minusMinutes(5);

        private final Instant begins;
        private final Instant midnight;
        private final Instant morning;
        private @Nullable FastClock evening;
        private @Nullable FastClock night;
        private @Nullable FastClock after;

        ShortNight(Instant begins, Instant midnight) {
            this.begins = begins;
            this.midnight = midnight;
            this.morning = midnight.plus(NIGHT);
        }

        @Override
        public synchronized Instant instant() {
            if (evening == null) {
                return begins;
            }
            if (night == null && evening.instant().isBefore(midnight)) {
                return evening.instant();
            }
            night = night == null ? new FastClock(midnight, NIGHT_SPEED) : night;
            if (after == null && night.instant().isBefore(morning)) {
                return night.instant();
            }
            after = after == null ? new FastClock(morning, OTHER_SPEED) : after;
            return after.instant();
        }

        @Override
        public void until(Instant at) throws InterruptedException {
            begin();
            CityPace.on(this, NIGHT_SPEED).until(at);
        }

        @Override
        public int slicesAhead() {
            return 1;
        }

        private synchronized void begin() {
            evening = evening == null ? new FastClock(begins, OTHER_SPEED) : evening;
        }
    }
}
