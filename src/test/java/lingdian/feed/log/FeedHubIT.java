package lingdian.feed.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import lingdian.feed.log.FeedClient.Message;
import lingdian.feed.log.FeedWriter.Change;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed over real sockets from a real database, while others write to it. */
class FeedHubIT {
    /** So small that readers switch between the database and memory all the time. */
    private static final FeedSettings SMALL =
            FeedSettings.defaults().withMemory(16, 8).withOctets(2_000, 1_000).withPoll(20);

    private final DatabaseAddress database = TestDatabase.migrated();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private FeedWriter writer;
    private FeedNode node;

    @BeforeEach
    void start() throws Exception {
        writer = new FeedWriter(database);
        writer.putCafe(FeedWriter.CAFE, "360481");
        writer.putCafe(FeedWriter.OTHER_CAFE, "360502");
        node = new FeedNode(database, SMALL);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        writer.close();
        threads.shutdownNow();
    }

    private void restart(FeedSettings settings) throws Exception {
        node.close();
        node = new FeedNode(database, settings);
    }

    // -- Order ------------------------------------------------------------------------------------------------------

    @Test
    void whileSeveralWritersCommitEveryReaderSeesEveryMessageOnceAndInOrder() throws Exception {
        var readers = new ArrayList<FeedClient>();
        for (int i = 0; i < 4; i++) {
            readers.add(FeedClient.sse(node.port(), ""));
            readers.add(FeedClient.webSocket(node.port(), ""));
        }

        List<Future<Void>> writing = write(6, 50);
        for (int i = 0; i < 4; i++) {
            readers.add(FeedClient.sse(node.port(), "?from=0"));
            readers.add(FeedClient.webSocket(node.port(), "?from=0"));
        }
        int count = finish(writing);

        for (FeedClient reader : readers) {
            assertThat(reader.positions(count)).isEqualTo(upTo(count));
            assertThat(reader.nothingWaits()).isTrue();
            reader.close();
        }
    }

    /** As many as a page may have would fill the memory, of a finding that has much evidence and changes on and on. */
    @Test
    void aPageOfLongMessagesEndsSooner() throws Exception {
        Change change = Change.of(FeedWriter.CAFE);
        for (int i = 0; i < 100; i++) {
            change = change.alsoIn(FeedWriter.CAFE);
        }
        int count = 40;
        for (int i = 0; i < count; i++) {
            writer.write(change);
        }
        int octets = change.snapshot(UUID.randomUUID()).length();
        var store = new FeedStore(new QueryPool(PgBuilder.pool()
                .connectingTo(Databases.connectOptions(database))
                .build()));
        assertThat(store.rows(10, 20, 256, 3L * octets).await(PATIENCE_SECONDS, SECONDS))
                .extracting(FeedRow::position)
                .containsExactly(11L, 12L, 13L);
        assertThat(store.rows(10, 20, 256, 1).await(PATIENCE_SECONDS, SECONDS))
                .singleElement()
                .extracting(FeedRow::octets)
                .isEqualTo(octets);

        restart(FeedSettings.defaults().withMemory(16, 8).withOctets(3L * octets, 3 * octets));
        for (int from : List.of(0, 3, 17, 38)) {
            try (FeedClient reader = FeedClient.sse(node.port(), "?from=" + from)) {
                assertThat(reader.positions(count - from))
                        .isEqualTo(
                                LongStream.rangeClosed(from + 1, count).boxed().toList());
            }
        }
    }

    /** The fault that the test above guards against: positions taken before the order of commits is known. */
    @Test
    void aPlainSequenceWouldLoseWhatCommitsLate() throws Exception {
        writer.execute("CREATE SEQUENCE plain");
        writer.connection().commit();
        try (var slow = new FeedWriter(database)) {
            var store = new FeedStore(new QueryPool(PgBuilder.pool()
                    .connectingTo(Databases.connectOptions(database))
                    .build()));
            slow.insert(plainNumber(slow), Change.of(FeedWriter.CAFE)); // has its position, does not commit yet
            long quick = plainNumber(writer);
            writer.insert(quick, Change.of(FeedWriter.CAFE));
            writer.connection().commit();

            List<Long> seen = new ArrayList<>(positionsAfter(store, 0));
            slow.connection().commit();
            seen.addAll(positionsAfter(store, quick));

            assertThat(seen).containsExactly(quick); // the slow one is in the table, and was never seen
            assertThat(positionsAfter(store, 0)).containsExactly(1L, quick);
        }
    }

    /** The same interleaving cannot happen to the real writer: the second waits for the first's commit. */
    @Test
    void theLockOnTheHeadMakesTheSecondWriterWait() throws Exception {
        try (var slow = new FeedWriter(database)) {
            slow.insert(slow.lockedPosition() + 1, Change.of(FeedWriter.CAFE));
            writer.execute("SET LOCAL lock_timeout = '100ms'");

            assertThatThrownBy(writer::lockedPosition)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("lock timeout");
            writer.connection().rollback();

            slow.commit(1);
            assertThat(writer.lockedPosition()).isEqualTo(1);
        }
    }

    @Test
    void aReaderThatComesAgainAtEveryPositionMissesNothing() throws Exception {
        List<Future<Void>> writing = write(4, 20);
        int count = finish(writing);
        var seen = new ArrayList<Long>();
        long last = 0;
        while (seen.size() < count) {
            boolean odd = seen.size() % 2 == 1;
            try (FeedClient reader = odd
                    ? FeedClient.webSocket(node.port(), "?from=" + last)
                    : FeedClient.sse(node.port(), "?from=0", Map.of("Last-Event-ID", Long.toString(last)))) {
                last = reader.next().position();
                seen.add(last);
            }
        }

        assertThat(seen).isEqualTo(upTo(count));
    }

    @Test
    void aReaderThatComesAgainWhileOthersWriteMissesNothing() throws Exception {
        List<Future<Void>> writing = write(4, 40);
        var seen = new ArrayList<Long>();
        while (seen.size() < 100) {
            long last = seen.isEmpty() ? 0 : seen.getLast();
            try (FeedClient reader = FeedClient.sse(node.port(), "?from=" + last)) {
                seen.addAll(reader.positions(1 + seen.size() % 3));
            }
        }
        finish(writing);

        assertThat(seen).isEqualTo(upTo(seen.size()));
    }

    @Test
    void aReaderThatComesAgainAfterARestartMissesNothing() throws Exception {
        var seen = new ArrayList<Long>();
        for (int round = 0; round < 4; round++) {
            writer.write(7);
            long last = seen.isEmpty() ? 0 : seen.getLast();
            FeedClient reader = FeedClient.sse(node.port(), "?from=" + last);
            seen.addAll(reader.positions(5));
            restart(SMALL);
            reader.closed();
        }

        assertThat(seen).isEqualTo(upTo(20));
    }

    @Test
    void whatNobodyToldOfIsFoundToo() throws Exception {
        try (FeedClient reader = FeedClient.sse(node.port(), "")) {
            writer.write(1);

            assertThat(reader.next().position()).isEqualTo(1); // found by the poll
        }
    }

    @Test
    void aNotificationWakesTheFeed() throws Exception {
        restart(SMALL.withPoll(600_000));
        try (FeedClient reader = FeedClient.sse(node.port(), "")) {
            long last = writer.write(1);
            // The listener may not be listening yet: notify until it is.
            while (node.hub.position() < last) {
                writer.execute("NOTIFY " + FeedNode.CHANNEL);
                writer.connection().commit();
                Thread.onSpinWait();
            }

            assertThat(reader.next().position()).isEqualTo(1);
        }
    }

    @Test
    void aListAndAFeedFromItsPositionMissAndRepeatNothing() throws Exception {
        List<Future<Void>> writing = write(4, 40);
        for (int i = 0; i < 10; i++) {
            List<Long> listed = new ArrayList<>();
            long position = list(listed);
            try (FeedClient reader = FeedClient.sse(node.port(), "?from=" + position)) {
                writer.write(3);
                listed.addAll(reader.positions(3));
                assertThat(listed).isEqualTo(upTo(listed.size()));
            }
        }
        finish(writing);
    }

    // -- Content ----------------------------------------------------------------------------------------------------

    @Test
    void aMessageIsACloudEventWithTheViolation() throws Exception {
        try (FeedClient sse = FeedClient.sse(node.port(), "?from=0");
                FeedClient webSocket = FeedClient.webSocket(node.port(), "?from=0")) {
            writer.write(2);
            writer.write(Change.of(FeedWriter.CAFE).event("ended"));

            assertThat(sse.header("Content-Type")).isEqualTo("text/event-stream");
            List<Message> messages = sse.next(3);
            assertThat(webSocket.next(3)).isEqualTo(messages);
            Message ended = messages.getLast();
            assertThat(ended.event()).isEqualTo("violation.ended");
            assertThat(ended.content().encode())
                    .startsWith("{\"specversion\":\"1.0\",\"id\":\"3\",\"source\":\"/cafes/36048110000001\","
                            + "\"type\":\"lingdian.violation.ended\",\"subject\":\"" + FeedWriter.violation(3)
                            + "\",\"time\":\"2026-07-02T00:00:03+08:00\",\"datacontenttype\":\"application/json\","
                            + "\"data\":{\"id\":\"" + FeedWriter.violation(3) + "\"");
            assertThat(ended.content().getJsonObject("data").getJsonObject("person"))
                    .isEqualTo(new JsonObject("{\"ref\":\"r-3\",\"document\":{\"type\":\"111\","
                            + "\"number\":\"3604************12\"},\"name\":\"张*\"}"));
            assertThat(messages.getFirst().content().getJsonObject("data").getValue("person"))
                    .isNull();
            assertThat(ended.content().encode()).doesNotContain("\"region\":\"360481\",\"stream\"");
        }
    }

    @ParameterizedTest(name = "scope {0}, query {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        /000000/                | ''                                    | 1 2 3 4 5
        /360400/                | ''                                    | 1 3 5
        /360502/                | ''                                    | 2 4
        culture/000000/         | ''                                    | 1 2 3
        public-security/360000/ | ''                                    | 3 4 5
        /000000/36050210000002  | ''                                    | 2 4
        /000000/                | &region=360502                        | 2 4
        /000000/                | &code=MINOR_ADMITTED                  | 3 4
        /000000/                | &code=MINOR_ADMITTED,IDENTITY_SHARED  | 3 4 5
        /000000/                | &code=MINOR_ADMITTED&region=360481    | 3
        /000000/                | &standing=suspicion                   | 5
        /000000/                | &authority=culture&standing=fact      | 1 2 3
        """)
    void scopesAndFiltersLetThroughWhatTheyShould(String scope, String query, String expected) throws Exception {
        writer.write(Change.of(FeedWriter.CAFE));
        writer.write(Change.of(FeedWriter.OTHER_CAFE));
        writer.write(Change.of(FeedWriter.CAFE).code("MINOR_ADMITTED").authorities("culture", "public-security"));
        writer.write(Change.of(FeedWriter.OTHER_CAFE).code("MINOR_ADMITTED").authorities("public-security"));
        writer.write(Change.of(FeedWriter.CAFE)
                .code("IDENTITY_SHARED")
                .standing("suspicion")
                .authorities("public-security"));
        List<Long> positions =
                List.of(expected.split(" ")).stream().map(Long::valueOf).toList();

        try (FeedClient reader = FeedClient.sse(node.port(), "?from=0" + query, Map.of("Test-Scope", scope))) {
            assertThat(reader.positions(positions.size())).isEqualTo(positions);
            long written = writeFor(scope, query);
            assertThat(reader.next().position()).isEqualTo(written); // and nothing between
        }
    }

    /** Writes a message that this reader must see. */
    private long writeFor(String scope, String query) throws Exception {
        return writer.write(Change.of((scope + query).contains("3605") ? FeedWriter.OTHER_CAFE : FeedWriter.CAFE)
                .code(query.contains("MINOR") ? "MINOR_ADMITTED" : "OVERTIME_OPERATION")
                .standing(query.contains("suspicion") ? "suspicion" : "fact")
                .authorities("culture", "public-security"));
    }

    @Test
    void evidenceOfAnotherCafeIsElsewhereForWhoMayNotSeeIt() throws Exception {
        writer.write(Change.of(FeedWriter.CAFE).alsoIn(FeedWriter.OTHER_CAFE));

        assertThat(evidence("/000000/")).contains("36050210000002").doesNotContain("elsewhere");
        assertThat(evidence("/360400/")).contains("{\"elsewhere\":true}").doesNotContain("36050210000002");
        assertThat(evidence("/000000/36048110000001")).contains("{\"elsewhere\":true}");
        assertThat(evidence("/000000/36048110000001,36050210000002"))
                .as("an owner of both")
                .contains("{\"elsewhere\":true}")
                .doesNotContain("36050210000002");
    }

    @Test
    void aCafeThatMovedIsSeenWhereItBelongsNow() throws Exception {
        writer.write(Change.of(FeedWriter.CAFE).alsoIn(FeedWriter.OTHER_CAFE));
        assertThat(evidence("/360481/")).contains("elsewhere"); // it is in memory now

        writer.putCafe(FeedWriter.OTHER_CAFE, "360481");
        assertThat(evidence("/360481/")).doesNotContain("elsewhere");

        writer.putCafe(FeedWriter.CAFE, "500103");
        assertThat(evidence("/500000/")).contains("elsewhere");
        try (FeedClient reader = FeedClient.sse(node.port(), "?from=0", Map.of("Test-Scope", "/360481/"))) {
            long position = writer.write(Change.of(FeedWriter.OTHER_CAFE));

            assertThat(reader.next().position()).isEqualTo(position);
        }
    }

    private String evidence(String scope) throws Exception {
        try (FeedClient reader = FeedClient.sse(node.port(), "?from=0", Map.of("Test-Scope", scope))) {
            return reader.next()
                    .content()
                    .getJsonObject("data")
                    .getJsonArray("evidence")
                    .encode();
        }
    }

    // -- Resuming ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "41", "999999999999999999999", "1", "9"})
    void aPositionThatCannotBeHadGetsAReset(String from) throws Exception {
        writer.write(40);
        await(() -> node.hub.position() == 40);
        writer.execute("DELETE FROM feed WHERE position <= 10");
        writer.connection().commit();

        try (FeedClient sse = FeedClient.sse(node.port(), "?from=" + from);
                FeedClient webSocket = FeedClient.webSocket(node.port(), "?from=" + from)) {
            writer.write(1);

            List<Message> messages = sse.next(2);
            assertThat(messages.getFirst())
                    .isEqualTo(new Message("40", "reset", new JsonObject().put("position", "40")));
            assertThat(messages.getLast().position()).isEqualTo(41);
            assertThat(webSocket.next(2)).isEqualTo(messages);
        }
    }

    /** After a standby that was not synchronous became the primary: four of ten positions are in its history. */
    @Test
    void readersLearnThatTheDatabaseLostWhatTheyWereTold() throws Exception {
        try (FeedClient connected = FeedClient.sse(node.port(), "?from=0")) {
            writer.write(10);
            assertThat(connected.next(10).getLast().position()).isEqualTo(10);
            writer.execute("DELETE FROM feed WHERE position > 4");
            writer.execute("UPDATE head SET position = 4");
            writer.connection().commit();

            assertThat(connected.next(1).getFirst())
                    .isEqualTo(new Message("11", "reset", new JsonObject().put("position", "11")));
            writer.write(1);
            assertThat(connected.next(1).getFirst().position()).isEqualTo(12);
        }
        try (FeedClient late = FeedClient.sse(node.port(), "?from=10")) {
            assertThat(late.next(1).getFirst().event()).isEqualTo("reset");
        }
    }

    /** The last step of a restore leaves out positions (operations.md). */
    @Test
    void whoSawWhatARestoredDatabaseLacksIsReset() throws Exception {
        writer.write(4);
        writer.execute("UPDATE head SET position = position + 1000000000");
        writer.connection().commit();
        writer.write(8);
        try (FeedClient late = FeedClient.sse(node.port(), "?from=10")) {
            assertThat(late.next(1).getFirst())
                    .isEqualTo(new Message("1000000012", "reset", new JsonObject().put("position", "1000000012")));
        }
    }

    @Test
    void fromZeroGivesAllThatIsKept() throws Exception {
        writer.write(40);
        await(() -> node.hub.position() == 40);
        writer.execute("DELETE FROM feed WHERE position <= 10");
        writer.connection().commit();

        try (FeedClient fromZero = FeedClient.sse(node.port(), "?from=0");
                FeedClient fromTen = FeedClient.sse(node.port(), "?from=10")) {
            List<Long> kept = upTo(40).subList(10, 40);
            assertThat(fromZero.positions(30)).isEqualTo(kept);
            assertThat(fromTen.positions(30)).isEqualTo(kept);
        }
    }

    @Test
    void withoutAPositionItBeginsNow() throws Exception {
        writer.write(3);

        try (FeedClient reader = FeedClient.sse(node.port(), "")) {
            writer.write(1);

            assertThat(reader.next().position()).isEqualTo(4);
        }
    }

    // -- Connections ------------------------------------------------------------------------------------------------

    @Test
    void aCommentComesAgainAndAgain() throws Exception {
        restart(SMALL.withTimes(10, 50, 10_000, 2_000));
        try (FeedClient sse = FeedClient.sse(node.port(), "");
                FeedClient webSocket = FeedClient.webSocket(node.port(), "")) {
            for (int i = 0; i < 3; i++) {
                assertThat(sse.comment()).startsWith(":");
                assertThat(webSocket.comment()).isEqualTo("ping");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"?code=NONE, 400", "?region=36, 400", "?standing=x, 400", "?authority=x, 400"})
    void aFilterThatDoesNotExistIsRefused(String query, int status) throws Exception {
        try (FeedClient reader = FeedClient.sse(node.port(), query)) {
            assertThat(reader.status()).isEqualTo(status);
            assertThat(reader.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThatThrownBy(() -> FeedClient.webSocket(node.port(), query)).hasMessageContaining("400");
    }

    @Test
    void whoHasNoScopeReadsNothing() throws Exception {
        try (FeedClient reader = FeedClient.sse(node.port(), "", Map.of("Test-Scope", "none"))) {
            assertThat(reader.status()).isEqualTo(403);
        }
    }

    @Test
    void moreSubscribersThanAllowedAreAskedToComeLater() throws Exception {
        restart(SMALL.withMaxSubscribers(2));
        FeedClient first = FeedClient.sse(node.port(), "");
        FeedClient second = FeedClient.webSocket(node.port(), "");

        try (FeedClient third = FeedClient.sse(node.port(), "")) {
            assertThat(third.status()).isEqualTo(503);
            assertThat(third.header("Retry-After")).isNotNull();
        }
        assertThatThrownBy(() -> FeedClient.webSocket(node.port(), "")).hasMessageContaining("503");

        first.close();
        await(() -> node.hub.subscribers() == 1);
        try (FeedClient third = FeedClient.sse(node.port(), "")) {
            assertThat(third.status()).isEqualTo(200);
        }
        second.close();
    }

    @Test
    void whoseAccountIsEndedIsCut() throws Exception {
        restart(SMALL.withTimes(100, 1_000, 10_000, 50));
        FeedClient sse = FeedClient.sse(node.port(), "", Map.of("Test-Account", "a-1"));
        FeedClient webSocket = FeedClient.webSocket(node.port(), "", Map.of("Test-Account", "a-1"));
        FeedClient other = FeedClient.sse(node.port(), "", Map.of("Test-Account", "a-2"));

        node.endedAccounts.add("a-1");

        assertThat(webSocket.closed()).isEqualTo(4401);
        sse.closed();
        writer.write(1);
        assertThat(other.next().position()).isEqualTo(1);
        assertThat(node.hub.subscribers()).isEqualTo(1);
        other.close();
    }

    @Test
    void aServiceThatStopsSendsItsReadersAway() throws Exception {
        FeedClient sse = FeedClient.sse(node.port(), "");
        FeedClient webSocket = FeedClient.webSocket(node.port(), "");

        restart(SMALL);

        assertThat(webSocket.closed()).isEqualTo(1001);
        sse.closed();
    }

    @ParameterizedTest
    @EnumSource
    void anHttpClientReadsItInEitherVersion(HttpClient.Version version) throws Exception {
        writer.write(2);
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + node.port() + FeedEndpoint.PATH))
                .version(version)
                .header("Last-Event-ID", "0")
                .build();

        try (HttpClient client = HttpClient.newHttpClient();
                var lines = client.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body()) {
            List<String> ids =
                    lines.filter(line -> line.startsWith("id: ")).limit(2).toList();

            assertThat(ids).containsExactly("id: 1", "id: 2");
            client.shutdownNow();
        }
        await(() -> node.hub.subscribers() == 0);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "HTTP/1.0, '', HTTP/1.0 200",
        "HTTP/1.1, 'Upgrade: websocket', HTTP/1.1 400",
        "HTTP/1.0, 'Connection: Upgrade|Upgrade: websocket', HTTP/1.0 400",
        "HTTP/1.1, 'Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 12', HTTP/1.1 426",
        "HTTP/1.1, 'Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13', HTTP/1.1 400",
    })
    void oddRequestsGetAPlainAnswer(String version, String headers, String answer) throws Exception {
        try (var socket = new Socket("localhost", node.port())) {
            String request = "GET " + FeedEndpoint.PATH + " " + version + "\r\nHost: localhost\r\n"
                    + (headers.isEmpty() ? "" : headers.replace("|", "\r\n") + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(lines.readLine()).startsWith(answer);
        }
        await(() -> node.hub.subscribers() == 0);
    }

    // -- Writers ----------------------------------------------------------------------------------------------------

    /** Starts writers that commit one to five messages at a time. */
    private List<Future<Void>> write(int writers, int transactions) {
        var writing = new ArrayList<Future<Void>>();
        for (int seed = 0; seed < writers; seed++) {
            writing.add(threads.submit(writing(new Random(seed), transactions)));
        }
        return writing;
    }

    private Callable<Void> writing(Random random, int transactions) {
        return () -> {
            try (var other = new FeedWriter(database)) {
                for (int i = 0; i < transactions; i++) {
                    other.write(1 + random.nextInt(5));
                    node.hub.wake();
                }
            }
            return null;
        };
    }

    /** Waits for the writers; returns how many messages there are. */
    private int finish(List<Future<Void>> writing) throws Exception {
        for (Future<Void> one : writing) {
            one.get();
        }
        int count = Math.toIntExact(writer.lockedPosition());
        writer.connection().rollback();
        return count;
    }

    private long list(List<Long> into) throws SQLException {
        try (var reading = new FeedWriter(database);
                var statement = reading.connection().createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            try (var rows = statement.executeQuery("SELECT position FROM feed ORDER BY position")) {
                while (rows.next()) {
                    into.add(rows.getLong(1));
                }
            }
            try (var rows = statement.executeQuery("SELECT position FROM head")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static long plainNumber(FeedWriter writer) throws SQLException {
        try (var statement = writer.connection().createStatement();
                var rows = statement.executeQuery("SELECT nextval('plain')")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<Long> positionsAfter(FeedStore store, long position) throws Exception {
        return store.rows(position, Long.MAX_VALUE, 100, Long.MAX_VALUE).await(PATIENCE_SECONDS, SECONDS).stream()
                .map(FeedRow::position)
                .toList();
    }

    private static List<Long> upTo(long count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        Await.until("the hub is so far", condition);
    }
}
