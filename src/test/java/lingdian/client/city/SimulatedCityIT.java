package lingdian.client.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole city against a whole service: what happened is what is found, no less and no more. */
class SimulatedCityIT {
    static final LocalDate FROM = LocalDate.of(2026, 6, 12); // a Friday

    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void everyFactOfThirtyCafesAndThreeDaysIsFoundAndNoOther() throws Exception {
        Score score = play(CitySettings.past(1, 30, FROM, 3));
        ScoreTable.lines(score).forEach(System.out::println);
        assertThat(score.factsArePerfect()).isTrue();
    }

    private static Score play(CitySettings settings) throws Exception {
        var city = new SimulatedCity(
                service.vertx(), service.url(), service.admin(), settings, java.time.InstantSource.system());
        List<String> truth = new ArrayList<>(List.of(TruthFile.city(city.plan())));
        city.play(Pace.FULL_SPEED, new CityRun.Watcher() {
            @Override
            public void played(Slice slice, List<Truth> truths) {
                truths.forEach(one -> truth.add(TruthFile.line(one)));
            }
        });
        city.tally().wrongVerdicts().forEach(wrong -> truth.add(TruthFile.line(wrong)));
        return new Score(TruthFile.parse(truth), findings());
    }

    private static List<Score.Finding> findings() throws Exception {
        return service.violations().values().stream().map(Score.Finding::of).toList();
    }
}
