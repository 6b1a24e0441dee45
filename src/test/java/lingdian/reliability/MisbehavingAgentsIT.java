package lingdian.reliability;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import lingdian.agent.link.AdminClient.AgentKey;
import lingdian.testing.Await;
import lingdian.testing.Cafes;
import lingdian.testing.Http;
import lingdian.testing.RawWebSocket;
import lingdian.testing.RunningService;
import lingdian.testing.Stopwatch;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agents that connect in every wrong way, while an honest café admits guests and must not be affected.
 *
 * <p>The long form: {@code mvn verify -Dit.test=MisbehavingAgentsIT -Dlingdian.reconnects=20000 -Dlingdian.long=true}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MisbehavingAgentsIT {
    private static final Logger LOG = LoggerFactory.getLogger(MisbehavingAgentsIT.class);
    private static final int RECONNECTS = Integer.getInteger("lingdian.reconnects", 200);
    private static final boolean LONG = Boolean.getBoolean("lingdian.long");
    private static final int WINDOW = 200;
    private static final AtomicInteger CAFES = new AtomicInteger();

    private static RunningService service;
    private static RawWebSocket withoutHello;
    private static TestAgent quiet;

    private Bystander bystander;
    private String placeCode;
    private AgentKey key;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("agents: {windowEvents: %d}".formatted(WINDOW))
                .start();
        Cafes.openDayAndNight(service.admin());
        withoutHello = raw(newKey().key());
        quiet = TestAgent.connect(service.vertx(), service.url(), newKey().key());
        quiet.hello(UUID.randomUUID(), 0);
    }

    @AfterAll
    static void stop() throws Exception {
        withoutHello.close();
        quiet.close();
        service.close();
    }

    @BeforeEach
    void openAnHonestCafe() throws Exception {
        bystander = Bystander.at(desk());
        placeCode = Cafes.placeCode(CAFES.incrementAndGet());
        key = Cafes.create(service.admin(), placeCode);
    }

    @AfterEach
    void theHonestCafeWasNotDisturbed() throws Exception {
        bystander.turn();
        List<Duration> waited = bystander.served();
        bystander.close();
        LOG.info(
                "an honest café meanwhile: {} verdicts, p99 {} ms, longest {} ms",
                waited.size(),
                waited.get(waited.size() * 99 / 100).toMillis(),
                waited.getLast().toMillis());
        Stopwatch.assertWithin("the slowest verdict of an honest café", waited.getLast(), Duration.ofSeconds(5));
    }

    @Test
    void endlessReconnectsLeaveNothingBehind() throws Exception {
        UUID stream = UUID.randomUUID();
        int before = connections();
        long sent = 0;
        int taken = 0;
        for (int i = 0; i < RECONNECTS; i++) {
            try (var agent = raw(key.key())) {
                assertThat(agent.status()).isIn(101, 429);
                taken += agent.status() == 101 ? 1 : 0;
                if (agent.status() == 101 && i % 4 > 0) {
                    agent.text(hello(stream, sent));
                    if (i % 4 > 1) {
                        assertThat(new JsonObject(agent.text()).getLong("ackedSeq"))
                                .isEqualTo(sent);
                        agent.text(Events.heartbeat(sent + 1).encode());
                        assertThat(new JsonObject(agent.text()).getLong("seq")).isEqualTo(++sent);
                    }
                }
                bystander.turn();
            }
        }
        assertThat(sent).as("every other one was let in and heard").isGreaterThan(RECONNECTS / 4);
        Await.until("the last one is forgotten", () -> connections() == before);
        LOG.info(
                "{} connections, {} of them taken, {} events acknowledged, {} recorded, {} connections left",
                RECONNECTS,
                taken,
                sent,
                count("SELECT count(*) FROM journal JOIN stream ON number = stream_number WHERE stream = '" + stream
                        + "'"),
                connections() - before);
        assertThat(count("SELECT acked_seq FROM stream_head WHERE stream = '" + stream + "'"))
                .isEqualTo(sent);
        assertThat(count("SELECT count(*) FROM violation WHERE place_code = '" + placeCode + "'"))
                .isZero();
    }

    @Test
    void overADeadWireTheAgentConnectsAgainAndLosesNothing() throws Exception {
        UUID stream = UUID.randomUUID();
        try (var wire = new FaultyWire(service.url().getPort());
                var first = over(wire)) {
            first.text(hello(stream, 0));
            assertThat(first.text()).contains("welcome");
            first.text(Events.heartbeat(1).encode());
            assertThat(first.text()).contains("ack");
            wire.is(FaultyWire.State.DEAD);
            first.text(Events.heartbeat(2).encode());
            try (var second = connect()) {
                assertThat(second.hello(stream, 2).getLong("ackedSeq")).isEqualTo(1);
                second.send(Events.heartbeat(2), Events.heartbeat(3)).ack(3);
            }
        }
        assertThat(count("SELECT acked_seq FROM stream_head WHERE stream = '" + stream + "'"))
                .isEqualTo(3);
    }

    /** A connection is closed after 90 s without any data; only the long form waits for this. */
    @Test
    void aDeadWireIsFoundOut() throws Exception {
        assumeThat(LONG).as("takes two minutes, in the long form alone").isTrue();
        int before = connections();
        try (var wire = new FaultyWire(service.url().getPort());
                var agent = over(wire)) {
            agent.text(hello(UUID.randomUUID(), 0));
            assertThat(agent.text()).contains("welcome");
            assertThat(connections()).isEqualTo(before + 1);
            wire.is(FaultyWire.State.DEAD);
            Await.until("the dead connection is dropped", () -> connections() == before);
        }
    }

    @Test
    void ofTwoAgentsWithOneKeyTheNewerWinsAndNothingAcknowledgedIsLost() throws Exception {
        UUID stream = UUID.randomUUID();
        long acked = 0;
        var agents = new ArrayDeque<TestAgent>();
        agents.add(connect());
        agents.element().hello(stream, 0);
        for (int turn = 0; turn < 30; turn++) {
            TestAgent older = agents.remove();
            TestAgent newer = connect();
            agents.add(newer);
            JsonObject next = Events.patrol(acked + 1, "officer-" + turn);
            older.send(next);
            long welcomed = newer.hello(stream, acked + 1).getLong("ackedSeq");
            assertThat(welcomed).isBetween(acked, acked + 1);
            assertThat(older.closeCode()).isEqualTo(4408);
            newer.send(next, Events.patrol(acked + 2, "officer"));
            acked = newer.ack(acked + 2).getLong("seq");
            older.close();
        }
        agents.element().close();
        assertThat(acked).isEqualTo(60);
        assertThat(count("SELECT count(*) FROM violation WHERE place_code = '" + placeCode + "'"))
                .isZero();
        assertThat(count("SELECT count(*) FROM journal JOIN stream ON number = stream_number WHERE stream = '" + stream
                        + "'"))
                .isEqualTo(acked);
        assertThat(service.verify().firstBroken()).isNull();
    }

    /** A hello read after the agent has left the connection is outdated, and does not prove lost records. */
    @Test
    void aHelloThatIsReadLateAccusesNobody() throws Exception {
        UUID stream = UUID.randomUUID();
        try (var older = connect();
                var newer = connect()) {
            newer.hello(stream, 0);
            newer.send(Events.heartbeat(1)).ack(1);
            assertThat(older.sendHello(stream, 0).send(Events.heartbeat(1)).closeCode())
                    .isEqualTo(4408);
            newer.send(Events.heartbeat(2)).ack(2);
        }
        assertThat(count("SELECT count(*) FROM violation WHERE place_code = '" + placeCode + "'"))
                .isZero();
    }

    @Test
    void anInstallationThatWasReplacedCannotPushTheNewOneOut() throws Exception {
        UUID replaced = UUID.randomUUID();
        try (var old = connect()) {
            old.hello(replaced, 0);
            old.send(Events.heartbeat(1)).ack(1);
            try (var newer = connect()) {
                newer.hello(UUID.randomUUID(), 0);
                assertThat(old.closeCode()).isEqualTo(4408);
                newer.send(Events.heartbeat(1)).ack(1);
                for (int i = 0; i < 10; i++) {
                    try (var again = connect()) {
                        assertThat(again.sendHello(replaced, 1).closeCode()).isEqualTo(4410);
                    }
                }
                newer.send(Events.heartbeat(2)).ack(2);
            }
        }
    }

    @Test
    void aKeyThatIsEndedEndsItsConnectionWithinFiveSeconds() throws Exception {
        try (var agent = connect()) {
            agent.hello(UUID.randomUUID(), 0);
            agent.send(Events.heartbeat(1)).ack(1);
            service.admin().endAgentKey(placeCode, key.id()).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var ended = Stopwatch.start();
            assertThat(agent.closeCode()).isEqualTo(4401);
            ended.assertWithin("the end of a connection whose key was ended", Duration.ofSeconds(5));
        }
        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(
                        TestAgent.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
        assertThat(new HonestPoster(service.url(), key.key())
                        .post(UUID.randomUUID(), Events.heartbeat(1))
                        .status())
                .isEqualTo(401);
    }

    /**
     * Commits are blocked from outside, so that no event can be acknowledged: the events that are still accepted show
     * how much a flood can fill.
     */
    @Test
    void whoIgnoresTheWindowIsNoLongerReadAndLosesNothing() throws Exception {
        String ballast = "x".repeat(8_000);
        int events = 4_000;
        var onItsWay = new AtomicInteger();
        try (var agent = connect()) {
            agent.hello(UUID.randomUUID(), 0);
            try (Connection lock = service.superuser();
                    var statement = lock.createStatement()) {
                lock.setAutoCommit(false);
                statement.execute("SELECT FROM head FOR UPDATE");
                for (int seq = 1; seq <= events; seq++) {
                    agent.socket()
                            .writeTextMessage(
                                    Events.heartbeat(seq).put("zz", ballast).encode())
                            .onSuccess(written -> onItsWay.incrementAndGet());
                }
                awaitStandstill(onItsWay);
                assertThat(onItsWay.get() * (long) ballast.length())
                        .as("bytes that the service and the kernels' buffers took")
                        .isLessThan(16L * 1024 * 1024);
                lock.rollback();
            }
            for (int i = 0; i < 50; i++) {
                bystander.turn();
            }
            agent.ack(events);
            assertThat(onItsWay).hasValue(events);
        }
    }

    private static void awaitStandstill(AtomicInteger count) throws Exception {
        var seen = new AtomicInteger(-1);
        var since = new AtomicLong(System.nanoTime());
        Await.until("nothing more is taken", () -> {
            if (seen.getAndSet(count.get()) != count.get()) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > Duration.ofSeconds(1).toNanos();
        });
    }

    /** Runs last, when most of the thirty seconds have passed. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whoSaysNoHelloIsClosedAndWhoSaysNothingMoreMayStay() throws Exception {
        assertThat(withoutHello.untilClosed().code()).isEqualTo(4400);
        quiet.send(Events.heartbeat(1)).ack(1);
    }

    private static AgentKey newKey() throws Exception {
        return Cafes.create(service.admin(), Cafes.placeCode(CAFES.incrementAndGet()));
    }

    private static GuestDesk desk() throws Exception {
        String code = Cafes.placeCode(CAFES.incrementAndGet());
        return GuestDesk.open(
                service.vertx(),
                service.url(),
                code,
                Cafes.create(service.admin(), code).key());
    }

    private TestAgent connect() {
        return TestAgent.connect(service.vertx(), service.url(), key.key());
    }

    private RawWebSocket over(FaultyWire wire) throws Exception {
        return RawWebSocket.connect(wire.port(), "Authorization: Bearer " + key.key());
    }

    private static RawWebSocket raw(String key) throws Exception {
        return RawWebSocket.connect(service.url().getPort(), "Authorization: Bearer " + key);
    }

    private static String hello(UUID stream, long lastSeq) {
        return new JsonObject()
                .put("type", "hello")
                .put("stream", stream.toString())
                .put("lastSeq", lastSeq)
                .put("at", Instant.now().toString())
                .encode();
    }

    /** The number of connected agents, by the service's meter. */
    private static int connections() throws Exception {
        return (int) Http.to(service).meter("lingdian_connections");
    }

    private static long count(String sql) throws Exception {
        try (Connection database = service.superuser();
                var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
