package lingdian.access.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.feed.log.FeedWriter;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Migrations;
import lingdian.record.backtest.HistoryExport;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.StreamingStandby;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Lists from a real streaming standby, whose replay the test stops and lets go on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandbyReadsIT {
    private static final int BEHIND_SECONDS = 10;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static EmbeddedPostgres primary;
    private static StreamingStandby standby;
    private static RunningService node;
    private static String token;
    private static boolean promoted;

    @BeforeAll
    static void begin() throws Exception {
        Path first = directory.resolve("first");
        primary = TestDatabase.builder()
                .setServerConfig("synchronous_commit", "on") // as the sessions of the service have it
                .setDataDirectory(first)
                .setCleanDataDirectory(false)
                .start();
        Migrations.run(address(primary));
        standby = StreamingStandby.copyOf(address(primary), first, directory.resolve("second"))
                .start();
        node = RunningService.with()
                .database(address(primary))
                .readDatabase(standby.address())
                .settings("read: {behindSeconds: " + BEHIND_SECONDS + "}\n")
                .start();
        token = node.regulatorToken("culture", "000000");
    }

    @AfterAll
    static void end() throws Exception {
        if (node != null) {
            node.close();
        }
        if (standby != null) {
            standby.close();
        }
        primary.close();
        CLIENT.close();
    }

    @AfterEach
    void letReplay() throws Exception {
        if (!promoted) {
            TestDatabase.execute(standby.address(), "SELECT pg_wal_replay_resume()");
        }
    }

    private static DatabaseAddress address(EmbeddedPostgres server) {
        return new DatabaseAddress("localhost", server.getPort(), "postgres", "postgres", TestDatabase.password());
    }

    @Test
    void aListSaysHowFarItsPositionIsBehindAndIsNoOlderThanAsked() throws Exception {
        long before = pauseAfter(write());
        long written = write();

        List old = list(OptionalLong.empty());
        assertThat(old.position()).isEqualTo(before);
        assertThat(old.behind()).isPositive();
        List asked = list(OptionalLong.of(written));
        assertThat(asked.position()).isEqualTo(written);
        assertThat(asked.behind()).isZero();
        assertThat(list(OptionalLong.of(before)).position()).isEqualTo(before);
    }

    @Test
    void beyondTheLimitItComesFromThePrimary() throws Exception {
        pauseAfter(write());
        long written = write();

        Await.until("it is too far behind", () -> list(OptionalLong.empty()).position() == written);
        assertThat(list(OptionalLong.empty()).behind()).isZero();
        Await.until("the node says so", () -> health().equals("behind"));
        assertThat(get(token, "/metrics", Map.of()).body())
                .containsPattern("lingdian_standby_behind_seconds [1-9]")
                .contains("lingdian_standby_readings_total{from=\"primary\"}");
    }

    @Test
    void rightsAndTheAccessLogAreThePrimarys() throws Exception {
        String ended = node.regulatorToken("culture", "360000");
        String reader = node.regulatorToken("public-security", "360000");
        pauseAfter(write());
        long entries = entries();
        assertThat(get(reader, "/api/v1/violations", Map.of()).statusCode()).isEqualTo(200);
        assertThat(entries()).isGreaterThan(entries);

        TestDatabase.execute(
                address(primary),
                "UPDATE account SET ended_at = now() WHERE region = '360000' AND authority = 'culture'");
        assertThat(get(ended, "/api/v1/violations", Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void whoWroteInABrowserReadsFromThePrimary() throws Exception {
        HttpResponse<String> written =
                send(request(token, "/api/v1/violations/" + UUID.randomUUID() + "/actions", Map.of("Cookie", "any=1"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")));
        String cookie = written.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        pauseAfter(write());
        long newest = write();

        var answer = get(token, "/api/v1/violations", Map.of("Cookie", cookie));
        assertThat(new JsonObject(answer.body()).getString("position")).isEqualTo(Long.toString(newest));
    }

    @Test
    void aBacktestReadsAStandby() throws Exception {
        Path history = directory.resolve("history.ndjson");
        new HistoryExport(standby.address(), new SecureRandom()).to(history, (cafes, of) -> {});
        assertThat(history).isNotEmptyFile();
    }

    @Test
    void aFrozenStandbyStopsNoReader() throws Exception {
        awaitReplayed(write());
        signal("STOP");
        long written;
        try {
            written = write();
            assertThat(list(OptionalLong.empty()).position()).isEqualTo(written);
            Await.until("the node says so", () -> health().equals("down"));
            assertThat(list(OptionalLong.empty()).position()).isEqualTo(written);
        } finally {
            signal("CONT");
        }
        Await.until("it is read again", () -> health().equals("up"));
        awaitReplayed(written);
    }

    /** A primary of its own commits what is in no history of the database. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aStandbyThatWasPromotedIsReadNoMore() throws Exception {
        awaitReplayed(write());
        TestDatabase.execute(standby.address(), "SELECT pg_promote()");
        promoted = true;
        try (var own = new FeedWriter(standby.address())) {
            own.write(3);
        }

        long written = write();
        assertThat(list(OptionalLong.empty()).position()).isEqualTo(written);
        Await.until("the node says so", () -> health().equals("behind"));
    }

    private static long pauseAfter(long written) throws Exception {
        awaitReplayed(written);
        TestDatabase.execute(standby.address(), "SELECT pg_wal_replay_pause()");
        return written;
    }

    private static void awaitReplayed(long written) throws Exception {
        Await.until("the standby is read", () -> health().equals("up"));
        Await.until("all is replayed", () -> list(OptionalLong.empty()).equals(new List(written, 0)));
    }

    private static long entries() throws Exception {
        return Long.parseLong(node.rows("SELECT count(*) FROM access_log").getFirst());
    }

    private static String health() throws Exception {
        return new JsonObject(get(token, "/health/ready", Map.of()).body()).getString("readDatabase");
    }

    /** To all processes of the standby, which then says nothing, while its sockets stay open. */
    private static void signal(String name) throws Exception {
        var command = new ArrayList<>(java.util.List.of("kill", "-" + name));
        ProcessHandle server = standby.postmaster();
        Stream.concat(Stream.of(server), server.descendants())
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private record List(long position, long behind) {}

    private static long write() throws SQLException {
        try (var feed = new FeedWriter(address(primary))) {
            return feed.write(1);
        }
    }

    private static List list(OptionalLong atLeast) throws Exception {
        Map<String, String> headers =
                atLeast.isEmpty() ? Map.of() : Map.of(Freshness.AT_LEAST, Long.toString(atLeast.getAsLong()));
        HttpResponse<String> answer = get(token, "/api/v1/violations", headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new List(
                Long.parseLong(new JsonObject(answer.body()).getString("position")),
                answer.headers().firstValueAsLong(Freshness.BEHIND).orElseThrow());
    }

    private static HttpResponse<String> get(String bearer, String path, Map<String, String> headers) throws Exception {
        return send(request(bearer, path, headers));
    }

    private static HttpRequest.Builder request(String bearer, String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(node.url().resolve(path)).header("Authorization", "Bearer " + bearer);
        headers.forEach(request::header);
        return request;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
