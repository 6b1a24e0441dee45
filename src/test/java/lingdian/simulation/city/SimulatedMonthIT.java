package lingdian.simulation.city;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lingdian.record.backtest.ClosingOracle;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Judges a city's record again. The released rules reproduce all findings; if cafés had to close an hour earlier, the
 * differences are those that {@link ClosingOracle} computes.
 *
 * <p>By default it plays one past day. {@code -Dlingdian.month.days=30} plays a month; {@code
 * -Dlingdian.month.speed=1800} also plays it on a clock that runs this many times as fast as real time, so that
 * silences occur.
 */
class SimulatedMonthIT {
    private static final int DAYS = Integer.getInteger("lingdian.month.days", 1);
    private static final int SPEED = Integer.getInteger("lingdian.month.speed", 0);
    private static final long SEED = Long.getLong("lingdian.seed", 6);
    private static final int CAFES = 30;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 6, 12);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLOSING_AT_ELEVEN = """
            schedules:
              - region: "360400"
                weekly: {mon: ["08:00-23:00"], tue: ["08:00-23:00"], wed: ["08:00-23:00"], thu: ["08:00-23:00"],
                         fri: ["08:00-23:00"], sat: ["08:00-23:00"], sun: ["08:00-23:00"]}
                from: '2026-01-01'
            """;

    @TempDir
    private Path directory;

    @Test
    void closingAnHourEarlierGivesTheDifferenceThatIsWorkedOut() throws Exception {
        Path history = directory.resolve("history.ndjson");
        if (SPEED > 0) {
            live(history);
        } else {
            past(history);
        }
        Replayed.Said released = backtest("released", history);
        assertThat(released.code()).as(released.text()).isZero();

        Set<String> atMidnight = ClosingOracle.overtime(history, LocalTime.MIDNIGHT, roundTheClock());
        assertThat(stored(history)).isEqualTo(atMidnight).isNotEmpty();

        Path hours = Files.writeString(directory.resolve("closing-23.yaml"), CLOSING_AT_ELEVEN);
        Path csv = directory.resolve("differences.csv");
        Replayed.Said earlier = backtest("an hour earlier", history, "--hours=" + hours, "--csv=" + csv);
        assertThat(earlier.code()).as(earlier.text()).isZero();
        assertThat(differences(csv, "removed")).isEqualTo(inColumns(atMidnight));
        assertThat(differences(csv, "added"))
                .isEqualTo(inColumns(ClosingOracle.overtime(history, LocalTime.of(23, 0), roundTheClock())))
                .hasSizeGreaterThan(CAFES / 2);
        assertThat(differences(csv, "changed")).isEmpty();
    }

    /** The cafés with hours of their own, which an order of their city does not change. */
    private static Set<String> roundTheClock() {
        return new CityPlan(CitySettings.past(SEED, CAFES, FIRST_DAY, DAYS))
                .cafes().stream()
                        .filter(CafeSheet::roundTheClock)
                        .map(CafeSheet::placeCode)
                        .collect(Collectors.toSet());
    }

    private static void past(Path history) throws Exception {
        try (RunningService service = RunningService.start()) {
            SimulatedCityIT.assertPerfect(
                    SimulatedCityIT.play(service, CitySettings.past(SEED, CAFES, FIRST_DAY, DAYS)));
            export(service, history);
        }
    }

    /** On a busy machine the city is late but still judged, so the test asserts nothing about the findings. */
    private static void live(Path history) throws Exception {
        var settings = new CitySettings(SEED, CAFES, FIRST_DAY.atTime(LocalTime.of(8, 0)), DAYS, true);
        var clock = new FastClock(settings.from(), SPEED);
        try (RunningService service = RunningService.with().clock(clock, SPEED).start()) {
            var city = new SimulatedCity(service.vertx(), service.url(), service.admin(), settings, clock);
            city.found();
            city.play(SPEED);
            export(service, history);
        }
    }

    private static void export(RunningService service, Path history) {
        Replayed.Said said = Replayed.backtest("--database=" + Replayed.url(service.database()), "--export=" + history);
        assertThat(said.code()).as(said.text()).isZero();
    }

    private static Replayed.Said backtest(String name, Path history, String... more) {
        var arguments = new String[more.length + 1];
        arguments[0] = history.toString();
        System.arraycopy(more, 0, arguments, 1, more.length);
        Replayed.Said said = Replayed.backtest(arguments);
        if (DAYS > 1) {
            System.out.println(name + ":\n" + said.text());
        }
        return said;
    }

    /** The stored overtimes in the form of {@link ClosingOracle}. */
    private static Set<String> stored(Path history) throws Exception {
        var stored = new TreeSet<String>();
        try (var lines = Files.lines(history)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode one =
                        line.contains("\"stored\":") ? JSON.readTree(line).path("stored") : JSON.nullNode();
                if (one.path("code").asText().equals(Truth.OVERTIME)) {
                    stored.add(String.join(
                            " ",
                            one.path("placeCode").asText(),
                            one.path("startedAt").asText(),
                            one.path("endedAt").isNull()
                                    ? ""
                                    : one.path("endedAt").asText(),
                            one.path("seconds").asText(),
                            one.path("standing").asText(),
                            one.path("sessions").asText(),
                            one.path("peak").asText()));
                }
            }
        }
        return stored;
    }

    /** The overtimes in the table of differences: place, beginning, end, seconds, standing. */
    private static Set<String> differences(Path csv, String kind) throws Exception {
        int found = kind.equals("added") ? 1 : 0;
        return Files.readAllLines(csv).stream()
                .map(line -> line.split(",", -1))
                .filter(column -> column[0].equals(kind) && column[1].equals(Truth.OVERTIME))
                .map(column -> String.join(
                        " ", column[3], column[5], column[8 + found], column[10 + found], column[6 + found]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> inColumns(Set<String> overtime) {
        return overtime.stream()
                .map(one -> one.split(" ", -1))
                .map(word -> String.join(" ", word[0], word[1], word[2], word[3], word[4]))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
