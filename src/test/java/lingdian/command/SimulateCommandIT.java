package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandIT {
    private static final String PLANTED = """
            {"code":"MINOR_ADMITTED","placeCode":"%s","from":"2026-06-12T12:00:00+08:00","to":"2026-06-12T13:00:00+08:00",\
            "seat":"A001","standing":"fact"}
            """;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void oneSeedTwiceGivesOneCityAndItsScoreIsPrinted() throws Exception {
        try (RunningService one = RunningService.start();
                RunningService other = RunningService.start()) {
            assertThat(simulate(one, "1")).as(error.toString()).isZero();
            assertThat(simulate(other, "2", "--enrol")).as(error.toString()).isZero();
            assertThat(out.toString()).contains("30 cafés entered by a table and 30 agents enrolled by their codes");

            assertThat(file("events-1"))
                    .hasSameTextualContentAs(file("events-2"))
                    .isNotEmptyFile();
            assertThat(file("truth-1")).hasSameTextualContentAs(file("truth-2"));
            assertThat(out.toString()).contains("events acknowledged", "verdicts: wrong", "true: ");

            assertThat(score(one, "truth-1")).isZero();
            assertThat(out.toString())
                    .contains("precision")
                    .containsPattern("MINOR_ADMITTED +fact +[1-9].* 1\\.0000 +1\\.0000");

            assertThat(score(one, "truth-1", "--admin-token=" + RunningService.ADMIN_TOKEN))
                    .isZero();
            assertThat(out.toString())
                    .containsPattern("PATROL_MISSING +[1-9]\\d* +[1-9]\\d* +[1-9]\\d* +[01]\\.\\d\\d");

            plant("truth-1");
            assertThat(score(one, "truth-1")).isEqualTo(1);
            assertThat(out.toString()).contains("missed: {\"code\":\"MINOR_ADMITTED\"");

            withoutMinors("truth-2");
            assertThat(score(other, "truth-2")).isEqualTo(1);
            assertThat(out.toString()).contains("false accusation: MINOR_ADMITTED fact ");

            assertThat(simulate(one, "3")).isEqualTo(1);
            assertThat(error.toString()).contains("A city can be played only once on a service");
        }
    }

    private int simulate(RunningService service, String name, String... more) {
        var arguments = new ArrayList<>(List.of(
                "--server=" + service.url(),
                "--admin-token=" + RunningService.ADMIN_TOKEN,
                "--cafes=30",
                "--seed=11",
                "--from=2026-06-12",
                "--truth=" + file("truth-" + name),
                "--events=" + file("events-" + name)));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int score(RunningService service, String truth, String... more) throws Exception {
        var arguments = new ArrayList<>(List.of(
                "score",
                "--truth=" + file(truth),
                "--server=" + service.url(),
                "--token=" + service.regulatorToken("culture", "360400")));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(arguments);
    }

    private void plant(String truth) throws IOException {
        String city = Files.readAllLines(file(truth)).getFirst();
        String cafe = city.replaceAll(".*\"cafes\":\\[\"(\\d+)\".*", "$1");
        Files.writeString(file(truth), PLANTED.formatted(cafe), StandardOpenOption.APPEND);
    }

    private void withoutMinors(String truth) throws IOException {
        Files.write(
                file(truth),
                Files.readAllLines(file(truth)).stream()
                        .filter(line -> !line.contains("\"MINOR_ADMITTED\""))
                        .toList());
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
