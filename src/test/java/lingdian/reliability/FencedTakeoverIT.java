package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.testing.Await;
import lingdian.testing.Cafes;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The takeover is fenced: a node is frozen (SIGSTOP) with a café's events in hand, the café's agent moves to another
 * node, and the frozen node changes nothing when it continues.
 *
 * <p>It happens once with unread events, and once with a commit under way, for whose lock the other node must wait
 * until PostgreSQL ends the frozen node's session. {@code mvn verify -Dit.test=FencedTakeoverIT -Dlingdian.freezes=20}
 * repeats each.
 */
class FencedTakeoverIT {
    private static final Logger LOG = LoggerFactory.getLogger(FencedTakeoverIT.class);
    private static final int FREEZES = Integer.getInteger("lingdian.freezes", 1);
    private static final String CAFE = "36048110000001";
    private static final String OF_CAFE =
            " WHERE stream_number = (SELECT number FROM stream WHERE place_code = '" + CAFE + "')";
    private static final String WAITING = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;

    private final UUID stream = UUID.randomUUID();
    private final Map<Long, JsonObject> logins = new HashMap<>();
    private final Map<Long, String> chains = new TreeMap<>();
    private RunningService other;
    private ServiceProcess node;
    private String key;
    private String neighboursKey;
    private final UUID neighboursStream = UUID.randomUUID();
    private long neighboursSeq;
    private long acked;

    @BeforeEach
    void start() throws Exception {
        other = RunningService.start();
        Cafes.openDayAndNight(other.admin());
        key = other.cafe(CAFE, List.of());
        neighboursKey = other.cafe("36048110000002", List.of());
        node = ServiceProcess.start(other.database(), other.keyRing());
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        other.close();
    }

    @ParameterizedTest(name = "in the midst of a commit: {0}")
    @ValueSource(booleans = {false, true})
    void whatAFrozenNodeDoesLateChangesNothing(boolean committing) throws Exception {
        for (int freeze = 0; freeze < FREEZES; freeze++) {
            try (var older = TestAgent.connect(other.vertx(), node.url(), key)) {
                assertThat(older.hello(stream, acked).getLong("ackedSeq")).isEqualTo(acked);
                acked(older.send(login(acked + 1)), acked + 1);
                freeze(older, committing);
                try (var newer = TestAgent.connect(other.vertx(), other.url(), key)) {
                    takenOver(older, newer);
                }
            }
        }
        long recorded = count("SELECT count(*) FROM journal" + OF_CAFE);
        long numbers = count("SELECT count(DISTINCT seq) FROM journal" + OF_CAFE + " AND seq <= " + acked);
        LOG.info(
                "{} takeovers from a frozen node, in the midst of a commit: {}; {} events told to be safe: lost {}, doubled {}",
                FREEZES,
                committing,
                acked,
                acked - numbers,
                recorded - numbers);
        assertThat(recorded).isEqualTo(acked);
        assertThat(numbers).isEqualTo(acked);
        List<String> written = other.rows("SELECT encode(chain, 'hex') FROM journal" + OF_CAFE + " ORDER BY seq");
        chains.forEach((seq, chain) -> assertThat(written.get(seq.intValue() - 1))
                .as("the chain that was told at %d", seq)
                .isEqualTo(chain));
        assertThat(count("SELECT count(*) FROM session")).isEqualTo(acked);
        assertThat(count("SELECT count(*) FROM violation")).isZero();
        assertThat(other.verify().firstBroken()).isNull();
        Replayed.contradictsNothing(other.database());
    }

    /** Freezes the node while it, or the kernel, has the next three events. */
    private void freeze(TestAgent older, boolean committing) throws Exception {
        try (Connection stranger = other.superuser();
                var statement = stranger.createStatement()) {
            if (committing) {
                stranger.setAutoCommit(false);
                statement.execute("SELECT FROM head FOR UPDATE");
                older.send(login(acked + 1));
                Await.until("the commit waits for the lock", () -> count(WAITING) > 0);
            }
            signal("STOP");
            if (!committing) {
                older.send(login(acked + 1));
            }
            older.send(login(acked + 2), login(acked + 3));
            if (committing) {
                stranger.rollback();
            }
        }
    }

    /**
     * The other node accepts two of the three events. It gets the third only after the frozen node had a chance to
     * write it.
     */
    private void takenOver(TestAgent older, TestAgent newer) throws Exception {
        long known = newer.hello(stream, acked + 3).getLong("ackedSeq");
        assertThat(known).as("what was safe when it took over").isBetween(acked, acked + 1);
        long mine = acked + 2;
        for (long seq = known + 1; seq <= mine; seq++) {
            newer.send(login(seq));
            assertThat(newer.verdict(seq).getBoolean("allow")).isTrue();
        }
        acked(newer, mine);

        signal("CONT");
        assertThat(older.closeCode()).as("the older connection's end").isEqualTo(4408);
        assertThat(older.received().stream()
                        .filter(message -> "ack".equals(message.getString("type")))
                        .map(message -> message.getLong("seq"))
                        .max(Long::compare))
                .as("what the frozen node said last")
                .hasValueSatisfying(said -> assertThat(said).isLessThanOrEqualTo(known));
        nothingIsInItsHands();
        assertThat(count("SELECT max(seq) FROM journal" + OF_CAFE)).isEqualTo(mine);
        assertThat(count("SELECT max(acked_seq) FROM stream_head WHERE place_code = '" + CAFE + "'"))
                .isEqualTo(mine);

        acked(newer.send(login(mine + 1)), mine + 1);
    }

    /** The database may have ended the connections of a frozen node: it asks agents to try again until it has others. */
    private TestAgent neighbour() throws Exception {
        var connected = new AtomicReference<@Nullable TestAgent>();
        Await.until("the node takes a connection", () -> {
            try {
                connected.set(TestAgent.connect(other.vertx(), node.url(), neighboursKey));
                return true;
            } catch (TestAgent.Refused refused) {
                assertThat(refused).hasMessage("HTTP 503");
                return false;
            }
        });
        return Objects.requireNonNull(connected.get());
    }

    /**
     * Waits until the node has committed or refused all earlier events: it does so, for any café, before committing a
     * new event.
     */
    private void nothingIsInItsHands() throws Exception {
        try (var neighbour = neighbour()) {
            long safe = neighbour.hello(neighboursStream, neighboursSeq).getLong("ackedSeq");
            assertThat(safe).isEqualTo(neighboursSeq);
            neighbour.send(Events.event(++neighboursSeq, "opened")).ack(neighboursSeq);
        }
    }

    private void acked(TestAgent agent, long seq) {
        JsonObject ack = agent.ack(seq);
        chains.put(ack.getLong("seq"), ack.getString("chain"));
        acked = seq;
    }

    /** A login with another person and terminal for each number, identical each time it is sent. */
    private JsonObject login(long seq) {
        return logins.computeIfAbsent(seq, first -> Events.login(seq, "s-" + seq, "T" + seq, "person-" + seq));
    }

    private long count(String sql) throws Exception {
        return Long.parseLong(other.rows(sql).getFirst());
    }

    private void signal(String signal) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(node.process().pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
