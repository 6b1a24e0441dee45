package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import lingdian.record.backtest.HistoryExport;
import lingdian.testing.CafePlayer;
import lingdian.testing.Http;
import lingdian.testing.JavaCommand;
import lingdian.testing.MadeUpCity;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A replay of the recorded past by the released rules reproduces every finding, in every field except {@code
 * detectedAt}.
 */
class BacktestIT {
    private static final String PLACE = "36048110000001";
    private static final CafePlayer.Habit HABIT = new CafePlayer.Habit(12, 20, 20, 10, 10);

    @TempDir
    private Path directory;

    /** Cafés with events at the edges of the rules, some with several streams, whose facts change meanwhile. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void theRulesInForceFindEverythingAgain(long seed) throws Exception {
        try (var service = RunningService.start()) {
            play(service, seed);
            service.restartAfter(
                    () -> { // so that no node writes meanwhile
                        Map<String, String> before = everyRow(service);
                        Replayed.findsEverythingAgain(service);
                        assertThat(everyRow(service))
                                .as("a back-test writes nothing")
                                .isEqualTo(before);
                    });
            assertThat(Replayed.stored(service.database())).isGreaterThan(20);
        }
    }

    /**
     * A digest of each table's rows, which includes the transaction that wrote each row, so that rewriting an equal row
     * shows.
     */
    private static Map<String, String> everyRow(RunningService service) throws Exception {
        var digests = new TreeMap<String, String>();
        for (String table :
                service.rows("SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'lingdian'")) {
            digests.put(
                    table,
                    service.rows(
                                    "SELECT count(*) || ' ' || md5(string_agg(t.tableoid || ' ' || t.xmin || ' ' || t, '\n'"
                                            + " ORDER BY t.tableoid, t.ctid)) FROM " + table + " AS t")
                            .getFirst());
        }
        digests.put(
                "sequences",
                service.rows("SELECT string_agg(s::text, ' ') FROM pg_sequences AS s")
                        .getFirst());
        return digests;
    }

    /** Findings without an event: from hellos and repeated numbers. An altered record is none of the café's. */
    @Test
    void whatNoEventLedToIsFoundAgainToo() throws Exception {
        try (var service = RunningService.start()) {
            String key = service.cafe(PLACE, List.of());
            var stream = new UUID(1, 1);
            try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
                agent.hello(stream, 0);
                agent.send(heartbeat(1, "2026-06-01"), heartbeat(2, "2026-06-02"), heartbeat(3, "2026-06-03"))
                        .ack(3);
            }
            lostRecords(service, key, stream);
            try (var superuser = service.superuser();
                    var statement = superuser.createStatement()) {
                statement.execute("SET session_replication_role = replica");
                statement.execute("UPDATE lingdian.journal SET body = body || ' ' WHERE seq = 2");
            }
            service.verifyRecords();

            assertThat(codes(service)).containsOnly(Map.entry("RECORDS_BROKEN", 3L));
            Replayed.findsEverythingAgain(service);
        }
    }

    /**
     * Connects twice with an agent that knows only one record, and that sends another event in place of the second each
     * time.
     */
    private static void lostRecords(RunningService service, String key, UUID stream) throws Exception {
        for (String day : List.of("2026-06-04", "2026-06-05")) {
            try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
                agent.hello(stream, 1);
                agent.send(heartbeat(2, day)).ack(3);
            }
        }
    }

    private static JsonObject heartbeat(int seq, String day) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", "heartbeat")
                .put("at", day + "T10:00:00+08:00")
                .put("inUse", new JsonArray());
    }

    private static Map<String, Long> codes(RunningService service) throws Exception {
        var codes = new TreeMap<String, Long>();
        try (var superuser = service.superuser();
                var statement = superuser.createStatement();
                var rows = statement.executeQuery("""
                        SELECT code, count(*) FROM (
                          SELECT id, code FROM lingdian.violation UNION SELECT id, code FROM lingdian.shadow_violation) AS stored
                        GROUP BY code
                        """)) {
            while (rows.next()) {
                codes.put(rows.getString(1), rows.getLong(2));
            }
        }
        return codes;
    }

    /** A replay has no document to ask, so the record keeps the age; and the terminals that were on. */
    @Test
    void anAgeAndTerminalsThatAreOnAreFoundAgainToo() throws Exception {
        try (var service = RunningService.start()) {
            String key = service.cafe(PLACE, List.of());
            service.admin()
                    .putCafe(
                            PLACE,
                            new JsonObject()
                                    .put("name", "test")
                                    .put(
                                            "licence",
                                            new JsonObject().put("number", "1").put("validUntil", "2026-05-31")))
                    .await(PATIENCE_SECONDS, SECONDS);
            try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
                agent.hello(new UUID(1, 1), 0);
                for (int seq = 1; seq <= 5; seq++) {
                    agent.send(heartbeat(seq, "2026-06-02")
                            .put("at", "2026-06-02T10:" + seq + "5:00+08:00")
                            .put("powered", new JsonArray().add("A01").add("A02"))
                            .put("witnessed", new JsonArray()));
                }
                agent.send(elderly(6)).ack(6);
            }

            assertThat(codes(service))
                    .containsOnly(
                            Map.entry("POWERED_WHILE_SUSPENDED", 1L),
                            Map.entry("AGE_IMPROBABLE", 1L),
                            Map.entry("OPERATION_SUSPENDED", 1L));
            Replayed.findsEverythingAgain(service);
        }
    }

    /** By whatever way its first event comes. A further stream of the same key is that of no new PC. */
    @Test
    void aPcThatWasReplacedIsFoundAgainToo() throws Exception {
        try (var service = RunningService.start()) {
            guestStays(service, service.cafe(PLACE, List.of()), 1, "10:00");
            String key = anotherKey(service);
            guestStays(service, key, 2, "11:00");
            guestStays(service, key, 3, "12:00");
            Http.to(service.url()).as(anotherKey(service)).events(new UUID(4, 4), List.of(heartbeat(1, "2026-06-03")));

            assertThat(service.rows(
                            "SELECT standing || ' ' || coalesce(snapshot::json->>'explained', '') FROM lingdian.violation"
                                    + " WHERE code = 'RECORDS_BROKEN' ORDER BY started_at"))
                    .containsExactly("suspicion enrolled", "fact ", "suspicion enrolled");
            Replayed.findsEverythingAgain(service);
        }
    }

    private static String anotherKey(RunningService service) throws Exception {
        Http office = Http.to(service.url()).as(RunningService.ADMIN_TOKEN);
        String code = office.post("/api/v1/cafes/" + PLACE + "/enrolments", new JsonObject())
                .json()
                .getString("code");
        return Http.to(service.url())
                .post("/agent/v1/enrol", new JsonObject().put("code", code))
                .json()
                .getString("key");
    }

    private static void guestStays(RunningService service, String key, int stream, String at) {
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            agent.hello(new UUID(stream, stream), 0);
            agent.send(elderly(1).put("at", "2026-06-02T" + at + ":00+08:00").put("session", "s" + stream))
                    .ack(1);
        }
    }

    private static JsonObject elderly(int seq) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", "login")
                .put("at", "2026-06-02T11:00:00+08:00")
                .put("session", "s1")
                .put("terminal", "A01")
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "G-1")
                                .put("name", "某某")
                                .put("birthDate", "1900-01-01")
                                .put("read", "chip"));
    }

    @Test
    void whatIsStoredOtherwiseIsNamed() throws Exception {
        try (var service = RunningService.start()) {
            play(service, 23);
            try (var superuser = service.superuser();
                    var statement = superuser.createStatement()) {
                statement.execute(
                        "UPDATE lingdian.violation SET snapshot = replace(snapshot, '\"seconds\":', '\"seconds\":1')"
                                + " WHERE code = 'OVERTIME_OPERATION'");
                statement.execute("DELETE FROM lingdian.violation WHERE code = 'MINOR_ADMITTED'");
            }
            Path csv = directory.resolve("differences.csv");

            assertThat(Replayed.backtest("--database=" + Replayed.url(service.database()), "--csv=" + csv)
                            .code())
                    .isEqualTo(1);
            assertThat(Files.readAllLines(csv))
                    .anyMatch(
                            line -> line.startsWith("changed,OVERTIME_OPERATION,") && line.endsWith(",columns seconds"))
                    .anyMatch(line -> line.startsWith("added,MINOR_ADMITTED,"));
        }
    }

    /** An export contains nothing that links it to other data: no token, number or name. */
    @Test
    void anExportIsReplayedWithoutTheDatabase() throws Exception {
        Path file = directory.resolve("history.ndjson");
        try (var service = RunningService.start()) {
            play(service, 24);
            assertThat(Replayed.backtest("--database=" + Replayed.url(service.database()), "--export=" + file)
                            .code())
                    .isZero();
            String text = Files.readString(file);
            try (var superuser = service.superuser();
                    var statement = superuser.createStatement();
                    var tokens = statement.executeQuery("SELECT DISTINCT token::text FROM lingdian.session")) {
                int persons = 0;
                while (tokens.next()) {
                    assertThat(text).doesNotContain(tokens.getString(1));
                    persons++;
                }
                assertThat(persons).isPositive();
            }
            assertThat(text).doesNotContain(MadeUpCity.SHARED, "某某", "值班员");
            readsOneSnapshot(service, text);
        }
        Path page = directory.resolve("page.html");
        String progress = "--progress=" + directory.resolve("progress");
        Replayed.Said said = Replayed.backtest(file.toString(), progress, "--html=" + page);
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains("reproduced: ");
        assertThat(Files.readString(page)).contains("回溯检验", "一致", "瑞昌市");
        assertThat(onATerminal("backtest", file.toString(), progress)) // the back-test is complete already
                .contains("back-test 100%", "reproduced: ");
    }

    /** The export is of one snapshot, although all findings are deleted when the first café is written. */
    private void readsOneSnapshot(RunningService service, String text) throws Exception {
        Path again = directory.resolve("again.ndjson");
        var transactions = new ArrayList<String>();
        new HistoryExport(service.database(), new SecureRandom()).to(again, (cafes, of) -> {
            try (var superuser = service.superuser();
                    var statement = superuser.createStatement()) {
                statement.execute("DELETE FROM lingdian.violation; DELETE FROM lingdian.shadow_violation");
                transactions.addAll(service.rows("SELECT backend_xid IS NULL AND backend_xmin IS NOT NULL"
                        + " FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"
                        + " AND application_name <> 'lingdian'")); // the service's own, which write,
                // are not the export's
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
        assertThat(Files.readString(again).lines().count())
                .isEqualTo(text.lines().count());
        assertThat(transactions).as("none that writes").contains("t").doesNotContain("f");
        assertThat(Replayed.stored(service.database())).isZero();
    }

    /** The program's output on a terminal. */
    private static String onATerminal(String... arguments) throws Exception {
        String java = "'" + String.join("' '", JavaCommand.program()) + "'";
        String command = java + " " + String.join(" ", arguments);
        Process process = new ProcessBuilder("script", "-qefc", command, "/dev/null")
                .redirectErrorStream(true)
                .start();
        try {
            String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(shown).isZero();
            return shown;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Plays half of the events before the cafés' facts are changed, and the rest afterwards. */
    static void play(RunningService service, long seed) throws Exception {
        List<MadeUpCity.Cafe> city = MadeUpCity.cafes(seed, 5, 140);
        var random = new Random(seed);
        var players = new ArrayList<CafePlayer>();
        for (MadeUpCity.Cafe cafe : city) {
            players.add(new CafePlayer(service, cafe, key(service, cafe), HABIT, new Random(random.nextLong())));
        }
        try {
            for (CafePlayer player : players) {
                int steps = random.nextInt(6);
                while (steps-- > 0 && player.step()) {}
            }
            change(service, city.getFirst());
            change(service, city.getLast());
            for (CafePlayer player : players) {
                player.playToTheEnd();
            }
        } finally {
            players.forEach(CafePlayer::close);
        }
    }

    /** Makes another terminal the staff's, from now on. */
    private static void change(RunningService service, MadeUpCity.Cafe cafe) throws Exception {
        MadeUpCity.decide(
                cafe,
                body -> service.admin()
                        .putCafe(cafe.placeCode(), body.put("staffTerminals", new JsonArray().add("A")))
                        .await(),
                hours -> {},
                order -> {},
                suspension -> {});
    }

    private static String key(RunningService service, MadeUpCity.Cafe cafe) throws Exception {
        var admin = service.admin();
        var culture = service.regulator("culture", "000000");
        String path = "/cafes/" + cafe.placeCode();
        MadeUpCity.decide(
                cafe,
                body -> admin.putCafe(cafe.placeCode(), body).await(),
                (JsonObject body) ->
                        admin.call(HttpMethod.PUT, path + "/hours", body).await(),
                body -> admin.call(HttpMethod.POST, "/orders", body).await(),
                body -> culture.call(HttpMethod.POST, path + "/suspensions", body)
                        .await());
        return admin.createAgentKey(cafe.placeCode())
                .await(PATIENCE_SECONDS, SECONDS)
                .key();
    }
}
