package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import lingdian.simulation.replay.MadeUpSessions;
import lingdian.simulation.replay.ReplayOracle;
import lingdian.simulation.replay.ReplayOracle.Findings;
import lingdian.simulation.replay.ReplayOracle.Overtime;
import lingdian.simulation.replay.ReplayOracle.Shared;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * Replays sessions into a real service: its findings are those that {@link ReplayOracle} computes from the rows alone.
 */
class ReplayFindingsIT {
    private static final Path CHONGQING = Path.of("../shared/data/chongqing-2016/sessions.csv");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void theRealSessionsGiveExactlyWhatTheOracleFinds() throws Exception {
        assumeTrue(
                Files.exists(CHONGQING),
                "the sessions of Chongqing are not at ../shared/data/chongqing-2016: their replay is not tested");

        replaysTwiceAsTheOracleSays(CHONGQING);
    }

    /**
     * Generated sessions with persons in two places at once and times at the edges of the rules, which the real
     * sessions lack.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sessionsAtTheEdgesGiveExactlyWhatTheOracleFinds(long seed) throws Exception {
        Path file = MadeUpSessions.write(directory.resolve("sessions.csv"), seed, 400);
        assertThat(ReplayOracle.of(file).shared()).isNotEmpty();

        replaysTwiceAsTheOracleSays(file);
    }

    private void replaysTwiceAsTheOracleSays(Path file) throws Exception {
        Findings expected = ReplayOracle.of(file);
        assertThat(expected.overtime()).isNotEmpty();
        try (var service = RunningService.start()) {
            assertThat(replay(service, file)).as(error.toString()).isZero();
            String events = row("events");
            assertThat(row("  acknowledged")).isEqualTo(events);
            assertThat(row("rejected")).isEqualTo("0");
            assertThat(records(service)).isEqualTo(number(events));
            Map<String, JsonObject> found = violations(service);
            assertFound(found, expected);

            assertThat(replay(service, file)).as(error.toString()).isZero();
            assertThat(row("  acknowledged before")).isEqualTo(events);
            assertThat(row("  sent")).isEqualTo("0");
            assertThat(records(service)).isEqualTo(number(events));
            assertThat(violations(service)).isEqualTo(found);
            assertThat(service.verify().firstBroken()).isNull();
        }
    }

    /** Without their cases, to which they are added a moment later. */
    private static Map<String, JsonObject> violations(RunningService service) throws Exception {
        Map<String, JsonObject> violations = service.violations();
        violations.values().forEach(violation -> violation.remove("caseFile"));
        return violations;
    }

    private static void assertFound(Map<String, JsonObject> found, Findings expected) {
        assertThat(of(found, "OVERTIME_OPERATION").stream().map(ReplayFindingsIT::overtime))
                .containsExactlyInAnyOrderElementsOf(expected.overtime());
        assertThat(of(found, "IDENTITY_SHARED").stream().map(ReplayFindingsIT::shared))
                .containsExactlyInAnyOrderElementsOf(expected.shared());
        assertThat(found).hasSize(expected.overtime().size() + expected.shared().size());
        assertThat(found.values()).allMatch(one -> one.getString("state").equals("ended"));
    }

    private static List<JsonObject> of(Map<String, JsonObject> found, String code) {
        return found.values().stream()
                .filter(one -> one.getString("code").equals(code))
                .toList();
    }

    private static Overtime overtime(JsonObject violation) {
        return new Overtime(
                violation.getString("placeCode"),
                time(violation, "startedAt"),
                time(violation, "endedAt"),
                violation.getLong("seconds"),
                violation.getInteger("sessions"),
                violation.getInteger("peak"),
                violation.getString("standing"));
    }

    private static Shared shared(JsonObject violation) {
        return new Shared(
                violation.getString("placeCode"),
                violation.getString("session"),
                time(violation, "startedAt"),
                time(violation, "endedAt"),
                violation.getString("standing"));
    }

    private static Instant time(JsonObject violation, String field) {
        return OffsetDateTime.parse(violation.getString(field)).toInstant();
    }

    private int replay(RunningService service, Path file) {
        out.getBuffer().setLength(0);
        return new CommandLine(new ReplayCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(
                        "--server",
                        service.url().toString(),
                        "--admin-token",
                        RunningService.ADMIN_TOKEN,
                        file.toString());
    }

    /** The value of this row in the final table. */
    private String row(String name) {
        return out.toString()
                .lines()
                .filter(line -> line.matches(name + " +[0-9,]+"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("absent");
    }

    private static long number(String shown) {
        return Long.parseLong(shown.replace(",", ""));
    }

    private static long records(RunningService service) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM journal")) {
            count.next();
            return count.getLong(1);
        }
    }
}
