package lingdian.simulation.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.domain.document.Credential;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cafés that evade the service do, what their agents record of it, and what is true of them. */
class EvasionsTest {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 6, 12);
    private static final int DAYS = 3;
    private static final City PAST = new City(CitySettings.past(1, Habit.MIX, FRIDAY, DAYS));
    private static final City LIVE = new City(new CitySettings(1, Habit.MIX, FRIDAY.atTime(20, 0), DAYS, true));
    private static final City TOO_SHORT = new City(new CitySettings(1, Habit.MIX, FRIDAY.atTime(9, 0), 2, true));

    /** A finding can show what the last columns say: nothing is received on past days, and an absence needs 24 h. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CLOSES_FOR_GOOD       | AGENT_ABSENT           | 1 | UNOBSERVABLE | SUSPICION
            NEVER_CONNECTS        | AGENT_ABSENT           | 1 | UNOBSERVABLE | SUSPICION
            LOSES_CASHIER         | TERMINAL_UNREGISTERED  | 3 | FACT         | FACT
            REPLAYS_REGISTRATIONS | REGISTRATION_REPLAY    | 2 | SUSPICION    | SUSPICION
            REPLAYS_REGISTRATIONS | REGISTRATION_BURST     | 2 | SUSPICION    | SUSPICION
            """)
    void eachEvasionHasItsTruth(Habit habit, String code, int count, Truth.Shown past, Truth.Shown live) {
        assertThat(PAST.truths(habit, code)).hasSize(count).allMatch(truth -> truth.shown() == past);
        assertThat(LIVE.truths(habit, code)).hasSize(count).allMatch(truth -> truth.shown() == live);
    }

    /** What these cafés do without their agent is true, and no event shows it. */
    @ParameterizedTest
    @EnumSource(names = {"CLOSES_FOR_GOOD", "NEVER_CONNECTS"})
    void guestsWithoutAnAgentAreUnobservable(Habit habit) {
        assertThat(PAST.truths(habit, Truth.UNREGISTERED))
                .hasSizeGreaterThan(5)
                .allMatch(truth -> truth.shown() == Truth.Shown.UNOBSERVABLE);
    }

    @Test
    void absenceNeedsTwentyFourHoursOfPermittedTime() {
        assertThat(TOO_SHORT.truths(Habit.CLOSES_FOR_GOOD, Truth.ABSENT)).isEmpty(); // one day of 16 h
        assertThat(TOO_SHORT.truths(Habit.NEVER_CONNECTS, Truth.ABSENT)).hasSize(1); // 15 h and 16 h
    }

    @Test
    void whoClosesForGoodSaysSoAndThatIsAll() {
        List<AgentEvent.WellFormed> events = PAST.events(Habit.CLOSES_FOR_GOOD);
        assertThat(events.getLast()).isInstanceOf(AgentEvent.Closed.class);
        assertThat(CitySettings.businessDay(events.getLast().at())).isEqualTo(FRIDAY);
        assertThat(PAST.events(Habit.NEVER_CONNECTS)).isEmpty();
    }

    /** One truth for each failure, in which the heartbeats list terminals whose sessions were given up. */
    @Test
    void aFailureOfTheCashiersProgramIsOneEpisode() {
        List<Truth> failures = PAST.truths(Habit.LOSES_CASHIER, Truth.UNREGISTERED);
        assertThat(failures).extracting(Truth::seat).containsOnlyNulls();
        for (Truth failure : failures) {
            List<AgentEvent.WellFormed> events = PAST.events(Habit.LOSES_CASHIER).stream()
                    .filter(event ->
                            !event.at().isBefore(failure.from()) && event.at().isBefore(failure.to()))
                    .toList();
            List<AgentEvent.WellFormed> lost = events.stream()
                    .takeWhile(event -> event.at().equals(failure.from()))
                    .toList();
            assertThat(lost)
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event)
                            .isInstanceOfSatisfying(
                                    AgentEvent.Logout.class,
                                    logout -> assertThat(logout.reason()).isEqualTo(LogoutReason.LOST)));
            assertThat(events.stream().skip(lost.size()))
                    .hasSizeGreaterThan(15)
                    .noneMatch(event -> event instanceof AgentEvent.Login || event instanceof AgentEvent.Logout);
            assertThat(events.stream().flatMap(EvasionsTest::inUse)).isNotEmpty();
        }
    }

    /** The list of the first day is registered in its order on the others, and no heartbeat lists anybody there. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aReplayedListHasItsOrderAndNobodyAtTheSeats(int day) {
        Truth replay = PAST.truths(Habit.REPLAYS_REGISTRATIONS, Truth.REPLAYED).get(day - 1);
        assertThat(CitySettings.businessDay(replay.from())).isEqualTo(FRIDAY.plusDays(day));
        List<AgentEvent.Login> logins = PAST.logins(Habit.REPLAYS_REGISTRATIONS);
        List<Credential> firstDay = logins.stream()
                .filter(login -> CitySettings.businessDay(login.at()).equals(FRIDAY))
                .map(AgentEvent.Login::document)
                .toList();
        List<AgentEvent.Login> replayed = logins.stream()
                .filter(login -> !login.at().isBefore(replay.from())
                        && login.at().isBefore(replay.from().plusSeconds(15)))
                .filter(login -> firstDay.contains(login.document())) // some other guest may come at that moment
                .toList();
        List<Credential> cards =
                replayed.stream().map(AgentEvent.Login::document).toList();
        assertThat(cards).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
        assertThat(firstDay.stream().filter(cards::contains)).containsExactlyElementsOf(cards);

        Set<String> seats = new HashSet<>();
        replayed.forEach(login -> seats.add(login.terminal()));
        assertThat(seats).hasSameSizeAs(replayed);
        Instant ended = replay.from().plusSeconds(240);
        assertThat(PAST.events(Habit.REPLAYS_REGISTRATIONS).stream()
                        .filter(event ->
                                event.at().isAfter(replay.from()) && event.at().isBefore(ended))
                        .flatMap(EvasionsTest::inUse))
                .doesNotContainAnyElementsOf(seats);
    }

    private static Stream<String> inUse(AgentEvent event) {
        return event instanceof AgentEvent.Heartbeat heartbeat ? heartbeat.inUse().stream() : Stream.empty();
    }

    /** A city that was played to its end, without a service. */
    private static final class City {
        private final CityPlan plan;
        private final Map<Integer, List<AgentEvent.WellFormed>> events = new TreeMap<>();
        private final List<Truth> truths = new ArrayList<>();

        City(CitySettings settings) {
            plan = new CityPlan(settings);
            plan.forEachRemaining(slice -> slice.acts().forEach(this::keep));
            truths.addAll(plan.truths());
        }

        private void keep(Act act) {
            if (act instanceof Act.Send send) {
                events.computeIfAbsent(send.cafe(), first -> new ArrayList<>()).add(send.event());
            }
        }

        List<Truth> truths(Habit habit, String code) {
            Set<String> places = new HashSet<>();
            cafes(habit).forEach(cafe -> places.add(plan.cafes().get(cafe).placeCode()));
            return truths.stream()
                    .filter(truth -> truth.code().equals(code) && places.contains(truth.placeCode()))
                    .toList();
        }

        List<AgentEvent.WellFormed> events(Habit habit) {
            return cafes(habit)
                    .mapToObj(cafe -> events.getOrDefault(cafe, List.of()))
                    .flatMap(Collection::stream)
                    .toList();
        }

        List<AgentEvent.Login> logins(Habit habit) {
            return events(habit).stream()
                    .filter(AgentEvent.Login.class::isInstance)
                    .map(AgentEvent.Login.class::cast)
                    .toList();
        }

        private IntStream cafes(Habit habit) {
            return IntStream.range(0, plan.cafes().size())
                    .filter(cafe -> plan.cafes().get(cafe).habit() == habit);
        }
    }
}
