package lingdian.client.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lingdian.RunningService;
import lingdian.agent.AgentEvent;
import lingdian.violation.Code;
import org.junit.jupiter.api.Test;

/**
 * How often the suspicions are right in the seeded city, by café and business day: what they found, in shadow, held against what
 * each café does by its habit. The tables of suspicions.md must say the same, whatever it is.
 */
class CitySuspicionsIT {
    private static final Path PAGE = Path.of("src/site/markdown/suspicions.md");
    private static final LocalDate FRIDAY = LocalDate.of(2026, 6, 12);
    private static final int DAYS = 3;
    private static final Duration PATROL = Duration.ofHours(2);

    /** Habits that really do what a suspicion is about. Nobody bridges midnight, stays for a day, or leaves out terminals. */
    private static final Map<Code, Habit> GUILTY = Map.of(
            Code.CARD_ON_MANY_SEATS, Habit.SHARES_CARDS,
            Code.DOCUMENTS_TYPED_BY_HAND, Habit.TYPES_BY_HAND,
            Code.CLOCK_WRONG, Habit.SETS_CLOCK_BACK);

    private static final Set<Code> SUSPICIONS = Set.of(
            Code.CARD_ON_MANY_SEATS,
            Code.SESSION_TOO_LONG,
            Code.DOCUMENTS_TYPED_BY_HAND,
            Code.MIDNIGHT_BRIDGED,
            Code.COVERAGE_LOW,
            Code.CLOCK_WRONG,
            Code.PATROL_MISSING);

    private final Map<Code, Set<String>> truths = new EnumMap<>(Code.class);
    private final Map<Code, Set<String>> found = new EnumMap<>(Code.class);
    private final Map<Integer, Instant> patrolled = new HashMap<>();

    @Test
    void theDocumentationSaysHowOftenTheSuspicionsAreRight() throws Exception {
        String page = Files.readString(PAGE);

        for (int seed = 1; seed <= 2; seed++) {
            assertThat(page)
                    .contains("Seed " + seed + ":\n\n| code | really | said | right | precision | recall |\n"
                            + "| --- | ---: | ---: | ---: | ---: | ---: |\n" + String.join("\n", table(seed)) + "\n");
        }
    }

    private List<String> table(long seed) throws Exception {
        truths.clear();
        found.clear();
        patrolled.clear();
        try (RunningService service = RunningService.start()) {
            var settings = CitySettings.past(seed, Habit.MIX, FRIDAY, DAYS);
            var city = new SimulatedCity(
                    service.vertx(), service.url(), service.admin(), settings, InstantSource.system());
            play(city);
            findings(service);
            assertThat(service.violations().values())
                    .extracting(violation -> Code.valueOf(violation.getString("code")))
                    .doesNotContainAnyElementsOf(SUSPICIONS);
        }
        return SUSPICIONS.stream().sorted().map(this::row).toList();
    }

    private void play(SimulatedCity city) throws Exception {
        city.found();
        city.play(Pace.FULL_SPEED, new CityRun.Watcher() {
            @Override
            public void played(Slice slice, List<Truth> known) {
                slice.acts().forEach(act -> seen(city.plan().cafes(), act));
            }
        });
        for (CafeSheet cafe : city.plan().cafes()) {
            GUILTY.forEach((code, habit) -> {
                for (int day = 0; cafe.habit() == habit && day < DAYS; day++) {
                    truths(code).add(cafe.placeCode() + " " + FRIDAY.plusDays(day));
                }
            });
        }
    }

    /** Patrols are counted as the people of the café make them. */
    private void seen(List<CafeSheet> cafes, Act act) {
        if (act instanceof Act.Send send) {
            switch (send.event()) {
                case AgentEvent.Opened ignored -> patrolled.put(send.cafe(), send.at());
                case AgentEvent.Patrol ignored -> walked(cafes, send);
                case AgentEvent.Closed ignored -> {
                    walked(cafes, send);
                    patrolled.remove(send.cafe());
                }
                default -> {}
            }
        }
    }

    private void walked(List<CafeSheet> cafes, Act.Send send) {
        Instant before = patrolled.put(send.cafe(), send.at());
        if (before != null && Duration.between(before, send.at()).compareTo(PATROL) > 0) {
            truths(Code.PATROL_MISSING).add(cafes.get(send.cafe()).placeCode() + " " + day(before));
        }
    }

    private void findings(RunningService service) throws Exception {
        try (Connection superuser = service.superuser();
                var statement = superuser.createStatement()) {
            var rows = statement.executeQuery("SELECT code, place_code, started_at FROM lingdian.shadow_violation");
            while (rows.next()) {
                Instant at = rows.getTimestamp("started_at").toInstant();
                var cafeAndDay = rows.getString("place_code") + " " + day(at);
                found(Code.valueOf(rows.getString("code"))).add(cafeAndDay);
            }
        }
    }

    private Set<String> truths(Code code) {
        return truths.computeIfAbsent(code, none -> new TreeSet<>());
    }

    private Set<String> found(Code code) {
        return found.computeIfAbsent(code, none -> new TreeSet<>());
    }

    /** The business day, from 08:00 to 08:00. */
    private static LocalDate day(Instant at) {
        return at.atZone(CitySettings.ZONE).minusHours(8).toLocalDate();
    }

    private String row(Code code) {
        Set<String> right = new TreeSet<>(found(code));
        right.retainAll(truths(code));
        int really = truths(code).size();
        int said = found(code).size();
        var cells = new ArrayList<String>(List.of("`" + code + "`", "" + really, "" + said, "" + right.size()));
        cells.add(said == 0 ? "–" : share(right.size(), said));
        cells.add(really == 0 ? "–" : share(right.size(), really));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String share(int part, int whole) {
        return String.format(Locale.ROOT, "%.2f", (double) part / whole);
    }
}
