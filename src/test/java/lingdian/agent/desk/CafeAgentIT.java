package lingdian.agent.desk;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lingdian.agent.spool.Proofs;
import lingdian.conformance.AgentKit;
import lingdian.conformance.CheckResult;
import lingdian.conformance.ConformanceReport;
import lingdian.conformance.KitSettings;
import lingdian.platform.work.SystemClock;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.TcpProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A café's agent and a real service, over a connection that the test can cut. */
class CafeAgentIT {
    private static final Instant AFTERNOON = Instant.parse("2026-07-01T08:00:00Z"); // 16:00 local
    private static final String ADULT = "1990-01-01";
    private static final String CHILD = "2012-01-01";

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(AFTERNOON);
    private static final InstantSource CLOCK = NOW::get;
    private static RunningService service;
    private static int cafes;

    @TempDir
    private Path directory;

    private TcpProxy wire;
    private String placeCode;
    private String key;
    private RunningCafe cafe;

    @BeforeAll
    static void startService() throws Exception {
        service = RunningService.with().clock(CLOCK).start();
    }

    @AfterAll
    static void stopService() throws Exception {
        service.close();
    }

    @BeforeEach
    void startCafe() throws Exception {
        placeCode = "36048110%06d".formatted(++cafes);
        key = service.cafe(placeCode, List.of());
        wire = TcpProxy.listeningBefore(service.url().getPort());
        wire.forward();
        cafe = begin(CafeAgent.Options.VERDICT_MILLIS).connected();
    }

    @AfterEach
    void stopCafe() throws Exception {
        cafe.close();
        wire.close();
    }

    @Test
    void theServiceDecidesWhileItIsThere() throws Exception {
        LocalClient.Told adult = cafe.client().login("A01", "E-1-" + placeCode, ADULT);
        LocalClient.Told child = cafe.client().login("A02", "E-2-" + placeCode, CHILD);
        LocalClient.Told twice = cafe.client().login("A03", "E-1-" + placeCode, ADULT);

        assertThat(adult.status()).isEqualTo(200);
        assertThat(adult.allow()).isTrue();
        assertThat(adult.decided()).isEqualTo("service");
        assertThat(adult.json().getString("closesAt")).isEqualTo("2026-07-02T00:00:00+08:00");
        assertThat(child.allow()).isFalse();
        assertThat(child.reasons()).containsExactly("under-age");
        assertThat(child.session()).isNull();
        assertThat(twice.reasons()).containsExactly("in-use-elsewhere");
        assertThat(guests()).containsExactly("A01");
        assertThat(openSessions()).containsExactly(adult.session());
    }

    @Test
    void aLogoutEndsTheSession() throws Exception {
        LocalClient.Told one = cafe.client().login("A01", "E-1-" + placeCode, ADULT);
        LocalClient.Told two = cafe.client().login("A02", "E-2-" + placeCode, ADULT);

        LocalClient.Told byTerminal = cafe.client().logout("A01", "patron");
        LocalClient.Told bySession = cafe.client()
                .post(
                        "/v1/logouts",
                        new JsonObject().put("session", two.session()).put("reason", "idle"));
        LocalClient.Told again = cafe.client().logout("A01", "patron");

        assertThat(byTerminal.json().getString("session")).isEqualTo(one.session());
        assertThat(bySession.json().getString("terminal")).isEqualTo("A02");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.json().getString("code")).isEqualTo("nobody-on");
        cafe.allSent();
        assertThat(guests()).isEmpty();
        assertThat(openSessions()).isEmpty();
    }

    @Test
    void offlineTheAgentDecidesAndTheServiceLearnsOfIt() throws Exception {
        wire.cut();
        cafe.disconnected();

        LocalClient.Told adult = cafe.client().login("A01", "E-1-" + placeCode, ADULT);
        LocalClient.Told child = cafe.client().login("A02", "E-2-" + placeCode, CHILD);
        LocalClient.Told twice = cafe.client().login("A03", "E-1-" + placeCode, ADULT);

        assertThat(adult.allow()).isTrue();
        assertThat(adult.decided()).isEqualTo("local");
        assertThat(adult.json().getString("closesAt")).isEqualTo("2026-07-02T00:00:00+08:00");
        assertThat(child.reasons()).containsExactly("under-age");
        assertThat(child.decided()).isEqualTo("local");
        assertThat(twice.reasons()).containsExactly("in-use-elsewhere");
        assertThat(cafe.client().status().getJsonObject("records").getLong("unsent"))
                .isPositive();

        wire.forward();
        cafe.connected().allSent();
        assertThat(openSessions()).containsExactly(adult.session());
        assertThat(logins()).as("who was denied here was never recorded").isEqualTo(1);
    }

    @Test
    void aVerdictThatDoesNotComeInTimeIsReplacedByOneOfTheAgent() throws Exception {
        cafe.close();
        cafe = begin(300).connected();
        try (Connection lock = service.superuser()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE head IN ACCESS EXCLUSIVE MODE"); // no batch commits

            LocalClient.Told adult = cafe.client().login("A01", "E-1-" + placeCode, ADULT);
            assertThat(adult.decided()).isEqualTo("local");
            assertThat(adult.allow()).isTrue();
            lock.rollback();

            cafe.allSent();
            assertThat(openSessions()).containsExactly(adult.session());
            assertThat(logins())
                    .as("the one that was asked, and the one that was admitted")
                    .isEqualTo(2);
        }
    }

    @Test
    void aRestartForgetsNobody() throws Exception {
        LocalClient.Told one = cafe.client().login("A01", "E-1-" + placeCode, ADULT);
        wire.cut();
        cafe.disconnected();
        LocalClient.Told two = cafe.client().login("A02", "E-2-" + placeCode, ADULT);
        cafe.client().login("A03", "E-3-" + placeCode, ADULT);
        cafe.client().logout("A03", "patron");

        cafe.close();
        cafe = begin(CafeAgent.Options.VERDICT_MILLIS);

        assertThat(guests()).containsExactly("A01", "A02");
        assertThat(cafe.client().login("A04", "E-2-" + placeCode, ADULT).reasons())
                .containsExactly("in-use-elsewhere");
        assertThat(cafe.client().status().getJsonObject("hours").getString("from"))
                .as("the hours received last are kept")
                .isEqualTo("service");
        wire.forward();
        cafe.connected().allSent();
        assertThat(openSessions()).containsExactlyInAnyOrder(one.session(), two.session());
        assertThat(cafe.client().logout("A01", "closing").status()).isEqualTo(200);
    }

    @Test
    void whatIsReportedBecomesHeartbeatsAndNotes() throws Exception {
        assertThat(cafe.client().post("/v1/opened", new JsonObject()).json().getLong("seq"))
                .isPositive();
        cafe.client().post("/v1/patrols", new JsonObject().put("officer", "王"));
        assertThat(cafe.client().inUse(List.of("A02", "A01")).json().getString("freshUntil"))
                .isNotNull();
        heartbeatAfter(0); // the one that may have begun before the report, and ends under a clock that was moved
        heartbeatAfter(60);
        heartbeatAfter(60);
        cafe.client().post("/v1/closed", new JsonObject());
        cafe.allSent();

        assertThat(types()).containsSubsequence("opened", "patrol", "heartbeat", "heartbeat", "closed");
        Await.until(
                "the finding is told",
                () -> service.violations().values().stream()
                        .anyMatch(violation -> placeCode.equals(violation.getString("placeCode"))));
        assertThat(service.violations().values())
                .filteredOn(violation -> placeCode.equals(violation.getString("placeCode")))
                .extracting(violation -> violation.getString("code") + " "
                        + violation
                                .getJsonObject("terminals")
                                .getJsonArray("ids")
                                .encode())
                .containsExactly("TERMINAL_UNREGISTERED [\"A01\",\"A02\"]");
    }

    @Test
    void anOrderOfTheServiceIsKnownAtOnce() throws Exception {
        JsonObject order = new JsonObject()
                .put("placeCode", placeCode)
                .put("kind", "closed")
                .put("from", NOW.get().plusSeconds(600).toString())
                .put("to", NOW.get().plusSeconds(7_200).toString())
                .put("document", "order of the test");
        service.admin().call(HttpMethod.POST, "/orders", order).await(PATIENCE_SECONDS, TimeUnit.SECONDS);

        String closing = "2026-07-01T" + local(NOW.get().plusSeconds(600)) + "+08:00";
        cafe.until(
                "told", status -> closing.equals(status.getJsonObject("hours").getString("closesAt")));
        assertThat(cafe.client().get("/v1/warnings?after=0").json().getJsonArray("warnings"))
                .extracting(one -> ((JsonObject) one).getString("warning"))
                .contains("hours-changed");
    }

    @Test
    void everyProofIsTheJournalsOwnChain() throws Exception {
        for (int i = 0; i < 20; i++) {
            cafe.client().login("A" + i, "E-" + i + "-" + placeCode, ADULT);
        }
        cafe.allSent();
        Map<Long, String> journal = chain();
        var proofs = new ArrayList<Proofs.Proof>();
        cafe.spool().proofs().forEach(proofs::add);

        assertThat(proofs)
                .isNotEmpty()
                .allSatisfy(proof -> assertThat(proof.chain()).isEqualTo(journal.get(proof.seq())));
        assertThat(proofs.getLast().seq()).isGreaterThanOrEqualTo(20);
        assertThat(service.verify().firstBroken()).isNull();
    }

    @Test
    void whoHasTheWrongKeyKeepsRecordsAndSaysSo() throws Exception {
        cafe.close();
        cafe = RunningCafe.start(server(), "no-such-key", directory, CLOCK);
        cafe.until("stopped", status -> status.getJsonObject("connection").getString("stopped") != null);

        assertThat(cafe.client().login("A01", "E-1-" + placeCode, ADULT).decided())
                .isEqualTo("local");
        cafe.close();
        cafe = begin(CafeAgent.Options.VERDICT_MILLIS).connected().allSent();
        assertThat(openSessions()).hasSize(1);
    }

    @Test
    void whoseDiskIsFullAdmitsNobodyAndSaysSo() throws Exception {
        cafe.client().login("A01", "E-1-" + placeCode, ADULT);
        cafe.close();
        cafe = RunningCafe.startFull(server(), key, directory, CLOCK).connected();

        LocalClient.Told login = cafe.client().login("A02", "E-2-" + placeCode, ADULT);
        LocalClient.Told logout = cafe.client().logout("A01", "patron");
        LocalClient.Told patrol = cafe.client().post("/v1/patrols", new JsonObject());

        assertThat(List.of(login, logout, patrol)).allSatisfy(told -> {
            assertThat(told.status()).isEqualTo(503);
            assertThat(told.json().getString("code")).isEqualTo("disk-full");
        });
        assertThat(guests()).containsExactly("A01");
        assertThat(cafe.client().status().getJsonObject("records").getBoolean("diskFull"))
                .isTrue();
        cafe.until(
                "warned",
                status -> status.getJsonArray("warnings").stream()
                        .anyMatch(one -> "disk-full".equals(((JsonObject) one).getString("warning"))));

        cafe.close();
        cafe = begin(CafeAgent.Options.VERDICT_MILLIS).connected();
        assertThat(cafe.client().login("A02", "E-2-" + placeCode, ADULT).allow())
                .isTrue();
        assertThat(cafe.client().logout("A01", "patron").status()).isEqualTo(200);
    }

    @Test
    void editedRecordsAreSetAsideAndSupervisionGoesOn() throws Exception {
        cafe.client().login("A01", "E-1-" + placeCode, ADULT);
        cafe.allSent();
        wire.cut();
        cafe.disconnected();
        cafe.client().login("A02", "E-2-" + placeCode, ADULT);
        cafe.close();
        edit();
        cafe = begin(CafeAgent.Options.VERDICT_MILLIS);

        assertThat(guests()).as("whom nobody acknowledged goes on").containsExactly("A02");
        JsonObject status = cafe.client().status();
        assertThat(status.getJsonObject("records").getJsonArray("setAside").size())
                .isEqualTo(1);
        assertThat(status.getJsonArray("warnings"))
                .extracting(one -> ((JsonObject) one).getString("warning"))
                .contains("spool-set-aside");

        wire.forward();
        cafe.connected().allSent();
        assertThat(openSessions()).hasSize(1);
        assertThat(service.violations().values())
                .filteredOn(violation -> placeCode.equals(violation.getString("placeCode")))
                .extracting(violation -> violation.getString("code"))
                .contains("RECORDS_BROKEN");
        assertThat(cafe.client().login("A01", "E-1-" + placeCode, ADULT).allow())
                .isTrue();
    }

    /** Changes a byte of the first record. */
    private void edit() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
            Path records = files.filter(file -> file.toString().endsWith(".records"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(records);
            bytes[150] ^= 1;
            Files.write(records, bytes);
        }
    }

    private RunningCafe begin(long verdictMillis) throws Exception {
        return RunningCafe.start(server(), key, directory, CLOCK, verdictMillis);
    }

    private URI server() {
        return URI.create("http://127.0.0.1:" + wire.port());
    }

    /** The agent's own tick may be the one that records it. */
    private void heartbeatAfter(long seconds) {
        Instant due = NOW.updateAndGet(now -> now.plusSeconds(seconds));
        cafe.until("alive", status -> {
            String last = status.getJsonObject("heartbeat").getString("lastAt");
            return last != null && !OffsetDateTime.parse(last).toInstant().isBefore(due);
        });
    }

    private static String local(Instant at) {
        return at.plusSeconds(8 * 3_600).toString().substring(11, 19);
    }

    private List<String> guests() {
        JsonArray guests = cafe.client().status().getJsonArray("guests");
        return guests.stream()
                .map(one -> ((JsonObject) one).getString("terminal"))
                .toList();
    }

    private List<String> openSessions() throws Exception {
        return column("SELECT session FROM session WHERE place_code = ? AND ended_at IS NULL");
    }

    private long logins() throws Exception {
        return types().stream().filter("login"::equals).count();
    }

    private List<String> types() throws Exception {
        return column(
                "SELECT body::jsonb ->> 'type' FROM journal JOIN stream ON number = stream_number WHERE place_code = ?"
                        + " ORDER BY seq");
    }

    private Map<Long, String> chain() throws Exception {
        var chain = new TreeMap<Long, String>();
        try (Connection connection = service.superuser();
                var statement = connection.prepareStatement(
                        "SELECT seq, journal.chain FROM journal JOIN stream ON number = stream_number WHERE place_code = ?")) {
            statement.setString(1, placeCode);
            var rows = statement.executeQuery();
            while (rows.next()) {
                chain.put(rows.getLong(1), HexFormat.of().formatHex(rows.getBytes(2)));
            }
        }
        return chain;
    }

    private List<String> column(String sql) throws Exception {
        var values = new ArrayList<String>();
        try (Connection connection = service.superuser();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, placeCode);
            var rows = statement.executeQuery();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    /**
     * Cuts, takeovers, repeated and late answers, refusals, full windows and wrong clocks, with guests who come and go.
     * Heartbeats go by the clock, so it must run.
     */
    @Test
    void itPassesTheConformanceKit() throws Exception {
        InstantSource clock = SystemClock.MICROSECONDS;
        var times = new KitSettings.Times(Await.PATIENCE_MILLIS, 500, 1, 20_000, 2_000, 20);
        var settings = new KitSettings("127.0.0.1", 0, "key-of-the-kit", 1, true, times);
        AgentKit kit = AgentKit.listen(service.vertx(), settings, clock, result -> {})
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        URI url = URI.create(kit.listensOn().url());
        try (var other = RunningCafe.startSteadfast(url, "key-of-the-kit", directory.resolve("kit"), clock)) {
            other.client().inUse(List.of());
            Future<ConformanceReport> report = kit.report();
            for (int guest = 1; !report.isComplete(); guest++) {
                String terminal = "A" + guest % 20;
                var login = other.client().loginSoon(terminal, "guest-" + guest, ADULT);
                do { // an act that answers nothing waits for more than this login
                    other.client().post("/v1/opened", new JsonObject());
                } while (!login.isDone() && !report.isComplete());
                if (login.isDone() && login.get().allow()) {
                    other.client().logout(terminal, "patron");
                }
            }
            assertThat(report.result().results()).noneMatch(CheckResult::isFailed);
            assertThat(report.result().summary()).isEqualTo("16 checks: 16 passed, 0 failed, 0 skipped");
        } finally {
            kit.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
