package lingdian.reliability;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.testing.Cafes;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.vault.seal.SealedRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers that jump, decrease or overflow, and streams that are repeated, reused or superseded (handbook,
 * protocol.md#sequence-numbers).
 */
class MisnumberedStreamsIT {
    private static final AtomicInteger CAFES = new AtomicInteger();
    private static RunningService service;

    private final UUID stream = UUID.randomUUID();

    private record Cafe(String placeCode, String key) {
        TestAgent connect() {
            return TestAgent.connect(service.vertx(), service.url(), key);
        }

        HonestPoster poster() {
            return new HonestPoster(service.url(), key);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        Cafes.openDayAndNight(service.admin());
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    private static Cafe cafe() throws Exception {
        String placeCode = Cafes.placeCode(CAFES.incrementAndGet());
        return new Cafe(placeCode, Cafes.create(service.admin(), placeCode).key());
    }

    /** A node states the expected number as of all nodes, not only of the events that it received itself. */
    @Test
    void aCafeMayPostToAnyNodeInTurn() throws Exception {
        Cafe cafe = cafe();
        try (var other = service.another()) {
            var posters = List.of(cafe.poster(), new HonestPoster(other.url(), cafe.key()));
            for (int seq = 1; seq <= 6; seq++) {
                Http.Answer answer = posters.get(seq % 2).post(stream, Events.event(seq, "opened"));
                assertThat(answer.json().getLong("ackedSeq")).isEqualTo(seq);
            }
            for (HonestPoster poster : posters) {
                Http.Answer gap = poster.post(stream, Events.event(9, "opened"));
                assertThat(gap.status()).isEqualTo(409);
                assertThat(gap.json().getLong("expectedSeq")).isEqualTo(7);
            }
            posters.getFirst().post(UUID.randomUUID(), Events.event(1, "opened"));
            assertThat(posters.getLast().post(stream, Events.event(7, "opened")).status())
                    .isEqualTo(410);
        }
    }

    @Test
    void aConnectionToAnotherNodeTakesTheCafeOver() throws Exception {
        Cafe cafe = cafe();
        try (var other = service.another();
                var first = cafe.connect();
                var second = TestAgent.connect(service.vertx(), other.url(), cafe.key())) {
            first.hello(stream, 0);
            second.hello(stream, 0);
            assertThat(first.closeCode()).isEqualTo(4408);
            second.send(Events.event(1, "opened"));
            second.ack(1);
        }
    }

    /**
     * The agent has left the connection whose hello is read late, and the hello was true when it was sent. Only an
     * agent that reconnects and knows fewer events has lost records.
     */
    @Test
    void aHelloThatAnotherNodeReadsLateTakesNothingOverAndAccusesNobody() throws Exception {
        Cafe cafe = cafe();
        try (var other = service.another();
                var older = TestAgent.connect(service.vertx(), other.url(), cafe.key());
                var newer = cafe.connect()) {
            newer.hello(stream, 0);
            newer.send(Events.event(1, "opened")).ack(1);
            assertThat(older.sendHello(stream, 0).closeCode()).isEqualTo(4408);
            newer.send(Events.heartbeat(2)).ack(2);
            assertThat(recordsBroken(cafe)).isEmpty();
            assertThat(told(cafe)).containsExactly("hello", "received");
            try (var again = TestAgent.connect(service.vertx(), other.url(), cafe.key())) {
                assertThat(again.hello(stream, 1).getLong("ackedSeq")).isEqualTo(2);
                assertThat(newer.closeCode()).isEqualTo(4408);
            }
        }
        assertThat(recordsBroken(cafe)).hasSize(1);
        assertThat(told(cafe)).containsExactly("hello", "received", "hello");
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 1_000, 9_007_199_254_740_991L})
    void aNumberThatJumpsIsToldTheNextAndNothingIsTaken(long jump) throws Exception {
        Cafe cafe = cafe();
        try (var agent = cafe.connect()) {
            agent.hello(stream, 0);
            agent.send(Events.heartbeat(1), Events.heartbeat(2)).ack(2);
            agent.sendArray(List.of(Events.heartbeat(3), Events.heartbeat(jump)));
            assertThat(agent.closeCode()).isEqualTo(4409);
            assertThat(agent.closeReason()).isEqualTo("expected 3");
        }
        Http.Answer answer = cafe.poster().post(stream, Events.heartbeat(3), Events.heartbeat(jump));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().getLong("expectedSeq")).isEqualTo(3);
        assertThat(acked(cafe)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740992", "9223372036854775808", "0", "-1", "1.5", "\"1\"", "null"})
    void aNumberThatIsNoneIs4400(String number) throws Exception {
        Cafe cafe = cafe();
        String event = Events.heartbeat(1).encode().replace("\"seq\":1", "\"seq\":" + number);
        try (var agent = cafe.connect()) {
            agent.hello(stream, 0);
            agent.sendText(event);
            assertThat(agent.closeCode()).isEqualTo(4400);
        }
        assertThat(acked(cafe)).isZero();
    }

    @Test
    void aNumberThatGoesBackIsAnsweredAsTheFirstTime() throws Exception {
        Cafe cafe = cafe();
        JsonObject allowed = Events.login(1, "s-1", "A01", "person");
        JsonObject denied = Events.login(2, "s-2", "A02", "person");
        JsonObject rejected = Events.logout(3, "s-9");
        try (var agent = cafe.connect()) {
            agent.hello(stream, 0);
            agent.send(allowed, denied, rejected, Events.heartbeat(4, "A01")).ack(4);
            agent.sendArray(List.of(allowed, denied, rejected)).awaitCount("reject", 2);
            for (long seq : new long[] {1, 2}) {
                assertThat(agent.verdicts(seq)).hasSize(2);
                assertThat(agent.verdicts(seq).get(1))
                        .isEqualTo(agent.verdicts(seq).get(0));
            }
            assertThat(agent.verdict(1).getBoolean("allow")).isTrue();
            assertThat(agent.verdict(2).getJsonArray("reasons")).isEqualTo(new JsonArray().add("in-use-elsewhere"));
            Http.Answer posted = cafe.poster().post(stream, allowed, denied, rejected);
            assertThat(posted.json().getLong("ackedSeq")).isEqualTo(4);
            assertThat(posted.json().getJsonArray("verdicts"))
                    .isEqualTo(new JsonArray().add(agent.verdict(1)).add(agent.verdict(2)));
            assertThat(posted.json().getJsonArray("rejects")).isEqualTo(new JsonArray().add(agent.reject(3)));
        }
        assertThat(recordsBroken(cafe)).isEmpty();
        assertThat(count("SELECT count(*) FROM session WHERE place_code = '" + cafe.placeCode() + "'"))
                .isEqualTo(1);
    }

    @Test
    void aRepetitionWithOtherContentIsToldAndBothVersionsAreKept() throws Exception {
        Cafe cafe = cafe();
        JsonObject first = Events.login(1, "s-1", "A01", "first-person");
        String other = Events.login(1, "s-1", "A01", "other-person").encode();
        try (var agent = cafe.connect()) {
            agent.hello(stream, 0);
            JsonObject verdict = agent.send(first).verdict(1);
            agent.sendText(other);
            assertThat(agent.awaitCount("verdict", 2)).containsOnly(verdict);
            agent.send(Events.heartbeat(2, "A01")).ack(2);
        }
        assertThat(recordsBroken(cafe))
                .hasSize(1)
                .first()
                .satisfies(found -> assertThat(
                                found.getJsonArray("evidence").getJsonObject(0).getJsonArray("seq"))
                        .isEqualTo(new JsonArray().add(1)));
        assertThat(sealed(cafe, "identity")).hasSize(1).first().asString().contains("first-person");
        assertThat(sealed(cafe, "conflict")).containsExactly(other);
        assertThat(service.verify().firstBroken()).isNull();
    }

    @Test
    void onOneStreamIdTwoCafesHaveTwoStreams() throws Exception {
        Cafe one = cafe();
        Cafe other = cafe();
        try (var first = one.connect();
                var second = other.connect()) {
            first.hello(stream, 0);
            first.send(Events.heartbeat(1), Events.heartbeat(2)).ack(2);
            assertThat(second.hello(stream, 0).getLong("ackedSeq")).isZero();
            String chain = second.send(Events.heartbeat(1)).ack(1).getString("chain");
            assertThat(first.send(Events.heartbeat(3)).ack(3).getString("chain"))
                    .isNotEqualTo(chain);
        }
        assertThat(acked(one)).isEqualTo(3);
        assertThat(acked(other)).isEqualTo(1);
    }

    @Test
    void aSupersededStreamIs4410OnEveryWay() throws Exception {
        Cafe cafe = cafe();
        UUID newer = UUID.randomUUID();
        try (var old = cafe.connect()) {
            old.hello(stream, 0);
            old.send(Events.login(1, "s-1", "A01", "stays")).verdict(1);
            assertThat(cafe.poster().post(newer, Events.heartbeat(1, "A01")).status())
                    .isEqualTo(200);
            assertThat(old.closeCode()).isEqualTo(4410);
        }
        try (var again = cafe.connect()) {
            assertThat(again.sendHello(stream, 1).closeCode()).isEqualTo(4410);
        }
        assertThat(cafe.poster().post(stream, Events.heartbeat(2)).status()).isEqualTo(410);
        assertThat(recordsBroken(cafe)).as("a session was open").hasSize(1);
        assertThat(count("SELECT count(*) FROM session WHERE inferred_end AND place_code = '" + cafe.placeCode() + "'"))
                .isEqualTo(1);
    }

    private long acked(Cafe cafe) throws Exception {
        return count("SELECT coalesce(max(acked_seq), 0) FROM stream_head WHERE stream = '" + stream
                + "' AND place_code = '" + cafe.placeCode() + "'");
    }

    private static List<JsonObject> recordsBroken(Cafe cafe) throws Exception {
        return service
                .regulator("culture", "000000")
                .all("/violations", Map.of("code", "RECORDS_BROKEN", "placeCode", cafe.placeCode()))
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    /** The information about the café that the judge received besides events, which a replay gets too. */
    private static List<String> told(Cafe cafe) throws Exception {
        var kinds = new ArrayList<String>();
        try (Connection database = service.superuser();
                var query =
                        database.prepareStatement("SELECT content FROM aside WHERE place_code = ? ORDER BY number")) {
            query.setString(1, cafe.placeCode());
            var rows = query.executeQuery();
            while (rows.next()) {
                kinds.add(new JsonObject(rows.getString(1)).getString("kind"));
            }
        }
        return kinds;
    }

    private static long count(String sql) throws Exception {
        try (Connection database = service.superuser();
                var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The opened texts of this kind in the café's stream. */
    private List<String> sealed(Cafe cafe, String kind) throws Exception {
        var texts = new ArrayList<String>();
        try (Connection database = service.superuser();
                var query = database.prepareStatement("""
                        SELECT seq, ciphertext FROM sealed JOIN stream ON number = stream_number
                        WHERE place_code = ? AND kind = ?
                        """)) {
            query.setString(1, cafe.placeCode());
            query.setString(2, kind);
            var rows = query.executeQuery();
            while (rows.next()) {
                var ref = new SealedRef(cafe.placeCode(), stream, rows.getLong("seq"), kind);
                texts.add(service.vault().unseal(rows.getBytes("ciphertext"), ref));
            }
        }
        return texts;
    }
}
