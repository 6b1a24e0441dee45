package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lingdian.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayCommandIT {
    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final FakeService service = new FakeService(vertx);
    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @AfterEach
    void close() {
        FakeService.await(vertx.close());
    }

    @Test
    void everySessionIsPlayedAndTheTableSaysSo() throws IOException {
        service.judge = event -> "login".equals(event.getString("type")) && event.getLong("seq") == 1
                ? FakeService.verdict(event, "outside-hours")
                : FakeService.allow(event);
        Path file = file(20, 3);

        assertThat(replay(file)).isZero();

        assertThat(service.cafes).hasSize(20);
        assertThat(service.cafeByKey).isEmpty(); // the keys have been revoked
        assertThat(service.events.values())
                .allSatisfy(events -> assertThat(events.values())
                        .filteredOn(event -> "login".equals(event.getString("type")))
                        .hasSize(3)
                        .allMatch(event -> event.getBoolean("admitted")));
        assertThat(row("sessions")).isEqualTo("60");
        assertThat(row("  acknowledged")).isEqualTo(row("events"));
        assertThat(row("verdicts: allowed")).isEqualTo("40");
        assertThat(row("  outside-hours")).isEqualTo("20");
        assertThat(error.toString()).isEmpty();
    }

    @Test
    void theRealSessionsAreAllAcknowledged() {
        Path file = Path.of("../shared/data/chongqing-2016/sessions.csv");
        assumeTrue(Files.exists(file), "the sessions of Chongqing are not at ../shared/data");

        assertThat(replay(file)).isZero();

        assertThat(service.cafes).hasSize(578);
        assertThat(row("  acknowledged")).isEqualTo("13,347");
        assertThat(row("verdicts: allowed")).isEqualTo("4,226");
    }

    @Test
    void anExistingCafeIsNotOverwritten() throws IOException {
        service.cafes.put("50015310000000", new JsonObject().put("name", "its own"));

        assertThat(replay(file(1, 1))).isZero();

        assertThat(service.cafes.get("50015310000000").getString("name")).isEqualTo("its own");
    }

    @Test
    void aSecondRunSendsNothingTwice() throws IOException {
        Path file = file(3, 2);
        replay(file);
        String events = row("events");

        assertThat(replay(file)).isZero();

        assertThat(row("  acknowledged before")).isEqualTo(events);
        assertThat(row("  sent")).isEqualTo("0");
        assertThat(service.hellos.get("50015310000000").get(1).getLong("lastSeq"))
                .isEqualTo(service.count("50015310000000"));
    }

    @Test
    void aConnectionThatIsCutInTheMiddleLosesNothing() throws IOException {
        service.window = 10;
        service.cutAfter = 40;

        assertThat(replay(file(2, 30))).isZero();

        assertThat(row("  acknowledged")).isEqualTo(row("events"));
        assertThat(row("verdicts: allowed")).isEqualTo("60");
    }

    @Test
    void aReversedRowIsReportedAndLeftOut() throws IOException {
        Path file = file(1, 1);
        Files.writeString(
                file,
                Files.readString(file) + "50015310000000,secret,2016-10-02T10:00:00+08:00,2016-10-02T09:00:00+08:00\n");

        assertThat(replay(file)).isZero();

        assertThat(error)
                .hasToString("lingdian: line 3: offline_at must be after online_at; left out" + System.lineSeparator());
        assertThat(row("rows left out")).isEqualTo("1");
    }

    @Test
    void whatTheServiceRefusesIsAFailureWithItsReason() throws IOException {
        service.closeWith = 4410;

        assertThat(replay(file(1, 1))).isEqualTo(1);

        assertThat(error.toString())
                .contains("café 50015310000000: a newer stream")
                .contains("4410");
    }

    @Test
    void aWrongTokenIsSaidOnce() throws IOException {
        int exit = run(
                "--server",
                service.address().toString(),
                "--admin-token",
                "wrong",
                file(5, 1).toString());

        assertThat(exit).isEqualTo(1);
        assertThat(error.toString().lines())
                .containsExactly("lingdian: the service does not accept the token (HTTP 401)");
    }

    @Test
    void everyMistakeHasItsLine() {
        int exit = run(
                "--server",
                "ftp://x",
                "--admin-token",
                " ",
                "--birth-date",
                "1990-02-30",
                "--connections",
                "0",
                "no.csv");

        assertThat(exit).isEqualTo(2);
        assertThat(error.toString().lines())
                .containsExactly(
                        "lingdian: --server must be an http:// or https:// URL",
                        "lingdian: --admin-token is missing; LINGDIAN_ADMIN_TOKEN in the environment may be set instead",
                        "lingdian: --birth-date must be a date, for example 1990-01-01",
                        "lingdian: --connections must be a number from 1 to 10000",
                        "lingdian: cannot read no.csv");
    }

    @Test
    void helpShowsTheOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--server", "--admin-token", "--birth-date", "--connections", "FILE.csv");
    }

    private int replay(Path file) {
        return run("--server", service.address().toString(), "--admin-token", FakeService.ADMIN, file.toString());
    }

    private int run(String... arguments) {
        return new CommandLine(new ReplayCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(arguments);
    }

    /** The latest value of this row in the table. */
    private String row(String name) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .reduce((first, second) -> second)
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .orElse("absent");
    }

    private Path file(int cafes, int sessions) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("site_id,person_id,online_at,offline_at");
        for (int cafe = 0; cafe < cafes; cafe++) {
            for (int session = 0; session < sessions; session++) {
                lines.add(String.format(
                        "500153100000%02d,p%d-%d,2016-10-01T%02d:%02d:00+08:00,2016-10-01T23:%02d:00+08:00",
                        cafe, cafe, session, 9 + session % 10, session % 60, session % 60));
            }
        }
        return Files.write(directory.resolve("sessions.csv"), lines);
    }
}
