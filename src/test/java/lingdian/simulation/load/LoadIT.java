package lingdian.simulation.load;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lingdian.command.LoadCommand;
import lingdian.testing.EventSink;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadIT {

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** A denied login would be an error of the run. */
    @Test
    void whereOnlyRegisteredPersonsMayInItsGuestsAreRegistered() throws Exception {
        String rules = Files.readString(Path.of("config/rules.yaml"))
                .replace("priorRegistration: []", "priorRegistration: [\"000000\"]");
        try (RunningService service = RunningService.with()
                .files(Map.of("lingdian.yaml", "", "rules.yaml", rules))
                .start()) {
            int exit = command(
                    "--server=" + service.url(),
                    "--admin-token=" + RunningService.ADMIN_TOKEN,
                    "--cafes=3",
                    "--terminals=10",
                    "--registered=200",
                    "--rate=100",
                    "--seconds=2",
                    "--warm-up=0",
                    "--mix=login=1,logout=1");

            assertThat(error.toString()).isEmpty();
            assertThat(exit).as(out.toString()).isZero();
        }
    }

    @Test
    void everyEventIsAcknowledgedAndJournalledAndTheFiguresAddUp() throws Exception {
        try (RunningService service = RunningService.start()) {
            Path json = directory.resolve("report.json");

            int exit = command(
                    "--server=" + service.url(),
                    "--admin-token=" + RunningService.ADMIN_TOKEN,
                    "--cafes=5",
                    "--window=16",
                    "--seconds=2",
                    "--warm-up=1",
                    "--cpu",
                    "--json=" + json);

            assertThat(error.toString()).isEmpty();
            assertThat(exit).isZero();
            JsonObject report = new JsonObject(Files.readString(json));
            JsonObject whole = report.getJsonObject("wholeRun");
            assertThat(whole.getLong("events")).isGreaterThan(5 * 41 * 2);
            assertThat(whole.getLong("acknowledged")).isEqualTo(whole.getLong("events"));
            assertThat(whole.getLong("verdicts"))
                    .isEqualTo(whole.getLong("logins"))
                    .isPositive();
            assertThat(count(service, "SELECT count(*) FROM journal")).isEqualTo(whole.getLong("events"));
            assertThat(count(service, "SELECT count(*) FROM session WHERE inferred_end IS NOT TRUE"))
                    .isEqualTo(whole.getLong("logins"));
            assertThat(count(service, "SELECT count(*) FROM session WHERE ended_at IS NULL"))
                    .isZero();
            assertThat(count(service, "SELECT count(*) FROM agent_key WHERE ended_at IS NULL"))
                    .isZero();
            assertThat(service.violations()).isEmpty();
            assertThat(report.getDouble("eventsPerSecond")).isPositive();
            assertThat(report.getJsonObject("errors").getInteger("total")).isZero();
            assertThat(report.getJsonObject("verdictLatency").getDouble("p50Millis"))
                    .isPositive();
            assertThat(out.toString())
                    .contains("   1 s  ", "   3 s  ", "events/s acknowledged", "verdict latency", "machine")
                    .doesNotContain(RunningService.ADMIN_TOKEN);
        }
    }

    @Test
    void anOpenLoopOffersExactlyWhatItsScheduleSays() throws Exception {
        try (RunningService service = RunningService.start()) {
            LoadReport report =
                    run(plan(service.url(), RunningService.ADMIN_TOKEN, new Pace.Open(400), 3), new Watching(() -> {}));

            assertThat(report.isFaultless()).as(report.lines().toString()).isTrue();
            LoadTally tally = report.tally();
            assertThat(tally.ackLatency.summary().count()).isBetween(1_199L, 1_201L);
            assertThat(tally.verdictLatency.summary().count()).isBetween(298L, 302L);
            assertThat(tally.lag.summary().count())
                    .isEqualTo(tally.ackLatency.summary().count());
            assertThat(count(service, "SELECT count(*) FROM journal")).isEqualTo(tally.acknowledged);
        }
    }

    /**
     * The window is small, so most events that are due during the stall are sent only after it. A generator that
     * measured from the sending would see few slow answers, and call the service fast.
     */
    @Test
    void aStallOfTheServiceShowsInTheLatenciesOfAllThatWereDueMeanwhile() throws Exception {
        try (var sink = new EventSink(0, 10)) {
            LoadReport report =
                    run(plan(sink.url(), "any", new Pace.Open(500), 3), new Watching(() -> sink.stall(500)));

            assertThat(report.isFaultless()).as(report.lines().toString()).isTrue();
            Latencies.Summary acks = report.tally().ackLatency.summary();
            assertThat(acks.count()).isBetween(1_499L, 1_501L);
            assertThat(acks.p99Millis()).isGreaterThan(400.0);
            assertThat(acks.p50Millis()).isLessThan(acks.p99Millis() / 2);
            assertThat(report.tally().verdictLatency.summary().p99Millis()).isGreaterThan(400.0);
        }
    }

    @Test
    void anEndedKeyIsAnErrorThatTheReportNames() throws Exception {
        try (RunningService service = RunningService.start()) {
            LoadReport report = run(
                    plan(service.url(), RunningService.ADMIN_TOKEN, new Pace.Open(300), 6),
                    new Watching(() -> endOneKey(service)));

            assertThat(report.isFaultless()).isFalse();
            Map<String, Map<String, Long>> errors = report.tally().errors.byKind();
            assertThat(errors.get("closed")).isEqualTo(Map.of("4401", 1L));
            assertThat(errors).containsKey("unsent");
            assertThat(errors).doesNotContainKeys("rejected", "wrong verdict", "against the protocol");
            long unanswered = errors.getOrDefault("unanswered", Map.of()).getOrDefault("events", 0L);
            assertThat(report.tally().acknowledged + unanswered).isEqualTo(report.tally().sent);
            assertThat(report.lines()).anyMatch(line -> line.contains("closed") && line.contains("4401: 1"));
            assertThat(report.json().getJsonObject("errors").getJsonObject("closed"))
                    .isEqualTo(new JsonObject().put("4401", 1));
        }
    }

    @Test
    void aWrongTokenIsToldInOneLine() throws Exception {
        try (RunningService service = RunningService.start()) {
            assertThat(command("--server=" + service.url(), "--admin-token=wrong", "--cafes=2"))
                    .isEqualTo(1);
            assertThat(error.toString().lines()).singleElement().asString().contains("does not accept the token");
        }
    }

    /** Each run chooses its cafés at random among 900,000 places. */
    @Test
    void aLoadMayMeetTheCafesOfAnEarlierOne() throws Exception {
        try (RunningService service = RunningService.start()) {
            for (int load = 0; load < 2; load++) {
                LoadReport report = run(
                        plan(service.url(), RunningService.ADMIN_TOKEN, new Pace.Open(300), 1),
                        new Watching(() -> {}),
                        new AlwaysThere());

                assertThat(report.isFaultless()).as(report.lines().toString()).isTrue();
            }
            assertThat(count(service, "SELECT count(*) FROM cafe")).isEqualTo(3);
        }
    }

    private static void endOneKey(RunningService service) {
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE agent_key SET ended_at = now() WHERE id = (SELECT id FROM agent_key LIMIT 1)");
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static LoadPlan plan(URI server, String token, Pace pace, int seconds) {
        return new LoadPlan(
                new LoadPlan.Target(server, token), 3, pace, seconds, 1, Mix.parse(Mix.DEFAULT), 10, 100, false, 0);
    }

    private LoadReport run(LoadPlan plan, LoadProgress progress) throws Exception {
        return run(plan, progress, new Random());
    }

    private LoadReport run(LoadPlan plan, LoadProgress progress, Random random) throws Exception {
        return new LoadRun(vertx, plan, InstantSource.system(), random, progress)
                .run()
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private int command(String... arguments) {
        return new CommandLine(new LoadCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(arguments);
    }

    private static long count(RunningService service, String sql) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Always chooses the same place, and everything else at random. */
    private static final class AlwaysThere extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public int nextInt(int bound) {
            return bound == LoadCafes.PLACES ? 4_711 : super.nextInt(bound);
        }
    }

    /** Runs an action in the second second, which is within the measured time. */
    private static final class Watching implements LoadProgress {
        private final Runnable then;

        Watching(Runnable then) {
            this.then = then;
        }

        @Override
        public void phase(String what) {}

        @Override
        public void second(int second, long events, double verdictP99Millis, long errors) {
            if (second == 2) {
                Thread.ofVirtual().start(then);
            }
        }

        @Override
        public void close() {}
    }
}
