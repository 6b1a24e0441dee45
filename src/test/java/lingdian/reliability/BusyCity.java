package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.Answer;
import lingdian.agent.link.EventJson;
import lingdian.domain.event.AgentEvent;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some busy cafés and a subscriber of the feed on one service, and an audit that compares the answers that they got
 * with the record.
 */
final class BusyCity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BusyCity.class);

    private static final String RECORDS = """
            SELECT stream.place_code, stream.stream, stream.acked_seq, seq, body, outcome, encode(journal.chain, 'hex')
            FROM journal JOIN stream_head AS stream ON stream.number = stream_number
            ORDER BY stream.place_code, stream.number, seq
            """;

    /** A place code in Jiujiang. */
    static String placeCode(int i) {
        return "36048110%06d".formatted(i);
    }

    final List<BusyCafe> cafes = new ArrayList<>();
    final FeedFollower follower;
    final Vertx vertx = Vertx.vertx(); // only for agents: the service has other event loops
    private final RunningService service;

    BusyCity(RunningService service, int count) throws Exception {
        this(service, List.of(service.url()), count, false);
    }

    /**
     * A city whose agents and subscriber reach any node through one address, and move to another node if theirs ends.
     */
    static BusyCity behind(URI balancer, RunningService one, int count) throws Exception {
        return new BusyCity(one, List.of(balancer), count, true);
    }

    /** A city whose agents are spread over nodes, of which its subscriber uses the last. */
    static BusyCity over(List<URI> nodes, RunningService one, int count) throws Exception {
        return new BusyCity(one, nodes, count, true);
    }

    private BusyCity(RunningService service, List<URI> nodes, int count, boolean resumes) throws Exception {
        this.service = service;
        service.admin()
                .call(HttpMethod.PUT, "/regions/360481/hours", roundTheClock())
                .await(PATIENCE_SECONDS, SECONDS);
        var sockets = AgentConnection.sockets(vertx, count);
        for (int i = 1; i <= count; i++) {
            String key = service.cafe(placeCode(i), List.of());
            cafes.add(new BusyCafe(vertx, sockets, nodes.get(i % nodes.size()), placeCode(i), key, i));
        }
        String token = service.regulatorToken("culture", "000000");
        URI server = nodes.getLast();
        follower = resumes ? FeedFollower.resuming(vertx, server, token) : FeedFollower.follow(vertx, server, token);
        Future.all(cafes.stream().map(BusyCafe::connect).toList()).await(PATIENCE_SECONDS, SECONDS);
    }

    private static JsonObject roundTheClock() {
        var weekly = new JsonObject();
        List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                .forEach(day -> weekly.put(day, new JsonArray().add("00:00-24:00")));
        return new JsonObject()
                .put("weekly", weekly)
                .put("from", "2020-01-01")
                .putNull("to")
                .put("document", "of the test");
    }

    void begin(long everyMillis) {
        cafes.forEach(cafe -> cafe.begin(everyMillis));
    }

    int verdicts() {
        return cafes.stream().mapToInt(cafe -> cafe.verdicts.size()).sum();
    }

    int sent() {
        return cafes.stream().mapToInt(cafe -> cafe.sent.size()).sum();
    }

    /** Waits until each café has received a verdict after this call. */
    void awaitVerdicts() throws Exception {
        resumed(System.nanoTime());
    }

    /** Milliseconds from {@code returned} to the first verdict of each café after it, in ascending order. */
    List<Long> resumed(long returned) throws Exception {
        Await.until(
                "each café gets verdicts again",
                () -> cafes.stream().allMatch(cafe -> cafe.firstVerdictAfter(returned) != 0));
        return cafes.stream()
                .map(cafe -> TimeUnit.NANOSECONDS.toMillis(cafe.firstVerdictAfter(returned) - returned))
                .sorted()
                .toList();
    }

    /** The longest time that a café waited from one verdict to the next, in milliseconds. */
    long longestGap() {
        return cafes.stream().mapToLong(BusyCafe::longestGap).max().orElse(0) / 1_000_000;
    }

    int disconnections() {
        return cafes.stream().mapToInt(cafe -> cafe.disconnections.size()).sum();
    }

    /** Stops the cafés' events, and compares the cafés' books with the record. The cafés may resume afterwards. */
    void audit() throws Exception {
        for (BusyCafe cafe : cafes) {
            cafe.pause()
                    .onFailure(lost -> {
                        throw new AssertionError(cafe.placeCode + " was stopped", cafe.stopped);
                    })
                    .await(PATIENCE_SECONDS, SECONDS);
        }
        Map<String, List<Row>> records = records();
        LOG.info("{} events sent, {}", sent(), ledger(records));
        for (BusyCafe cafe : cafes) {
            audit(cafe, records.get(cafe.placeCode));
        }
        auditSessions();
        auditFeed();
        assertThat(service.verify().firstBroken()).isNull();
    }

    private RecordChecks.Ledger ledger(Map<String, List<Row>> records) {
        long told = 0;
        long lost = 0;
        long doubled = 0;
        for (BusyCafe cafe : cafes) {
            List<Long> seqs = records.getOrDefault(cafe.placeCode, List.of()).stream()
                    .map(Row::seq)
                    .toList();
            Set<Long> there = Set.copyOf(seqs);
            told += cafe.acked();
            lost += LongStream.rangeClosed(1, cafe.acked())
                    .filter(seq -> !there.contains(seq))
                    .count();
            doubled += seqs.size() - there.size();
        }
        return new RecordChecks.Ledger(told, lost, doubled);
    }

    private record Row(String stream, long acked, long seq, JsonObject body, String outcome, String chain) {}

    private Map<String, List<Row>> records() throws Exception {
        var records = new HashMap<String, List<Row>>();
        try (Connection connection = service.superuser();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(RECORDS)) {
            while (rows.next()) {
                records.computeIfAbsent(rows.getString(1), place -> new ArrayList<>())
                        .add(new Row(
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                new JsonObject(rows.getString(5)),
                                rows.getString(6),
                                rows.getString(7)));
            }
        }
        return records;
    }

    /**
     * Checks that every sent event is recorded once, in order, with the answer that the agent got, and that no other
     * event is recorded.
     */
    private static void audit(BusyCafe cafe, List<Row> rows) {
        assertThat(cafe.stopped).as("%s goes on", cafe.placeCode).isNull();
        assertThat(cafe.rejects).as("rejects of %s", cafe.placeCode).isEmpty();
        assertThat(rows).as("records of %s", cafe.placeCode).hasSize(cafe.sent.size());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            AgentEvent.WellFormed sent = cafe.sent.get(i);
            assertThat(row.seq()).as("number of %s", cafe.placeCode).isEqualTo(i + 1L);
            assertThat(row.stream()).isEqualTo(cafe.stream.toString());
            assertThat(row.acked()).isEqualTo(rows.size());
            assertThat(row.body().getString("session")).isEqualTo(session(sent));
            Answer.Verdict verdict = cafe.verdicts.get(row.seq());
            assertThat(verdict == null ? null : verdict)
                    .as("verdict on %d of %s", row.seq(), cafe.placeCode)
                    .isEqualTo(row.outcome() == null ? null : recorded(row.outcome()));
            String told = cafe.chains.get(row.seq());
            assertThat(told == null ? row.chain() : told)
                    .as("chain at %d of %s", row.seq(), cafe.placeCode)
                    .isEqualTo(row.chain());
        }
    }

    /** Compares every verdict with that of a judge that shares no code with the service. Returns the number of verdicts. */
    long judgedByTheContract() {
        long compared = 0;
        for (BusyCafe cafe : cafes) {
            var judge = PlainJudge.roundTheClock();
            for (AgentEvent.WellFormed event : cafe.sent) {
                PlainJudge.Answer due = judge.next(EventJson.of(event));
                Answer.Verdict told = cafe.verdicts.get(event.seq());
                assertThat(told == null ? null : told.reasons())
                        .as("the reasons of %d of %s", event.seq(), cafe.placeCode)
                        .isEqualTo(due == null ? null : due.reasons());
                compared += told == null ? 0 : 1;
            }
        }
        return compared;
    }

    private static Answer.Verdict recorded(String outcome) {
        var json = new JsonObject(outcome);
        assertThat(json.getString("type")).isEqualTo("verdict");
        String closesAt = json.getString("closesAt");
        return new Answer.Verdict(
                json.getLong("seq"),
                json.getString("session"),
                json.getBoolean("allow"),
                json.getJsonArray("reasons").stream().map(String.class::cast).toList(),
                closesAt == null
                        ? null
                        : java.time.OffsetDateTime.parse(closesAt).toInstant());
    }

    private static String session(AgentEvent.WellFormed event) {
        return switch (event) {
            case AgentEvent.Login login -> login.session();
            case AgentEvent.Logout logout -> logout.session();
            case AgentEvent.Heartbeat none -> null;
            case AgentEvent.Opened none -> null;
            case AgentEvent.Closed none -> null;
            case AgentEvent.Patrol none -> null;
        };
    }

    private void auditSessions() throws Exception {
        long opened = cafes.stream()
                .flatMap(cafe -> cafe.sent.stream()
                        .filter(AgentEvent.Login.class::isInstance)
                        .map(AgentEvent.Login.class::cast)
                        .filter(login -> login.admitted()
                                || cafe.verdicts.get(login.seq()).allow()))
                .count();
        long minors = cafes.stream()
                .flatMap(cafe -> cafe.sent.stream())
                .filter(event -> event instanceof AgentEvent.Login login && login.admitted())
                .count();
        assertThat(count("session WHERE place_code <= '" + placeCode(cafes.size()) + "'"))
                .isEqualTo(opened);
        assertThat(count("violation WHERE code = 'MINOR_ADMITTED'")).isEqualTo(minors);
        assertThat(count("violation WHERE code <> 'MINOR_ADMITTED'")).isZero();
        assertThat(count("feed WHERE event = 'opened'")).isEqualTo(minors);
        // In one question: cases change beside it.
        assertThat(query("SELECT position - (SELECT count(*) FROM feed) FROM head"))
                .isZero();
    }

    /** Checks that the subscriber was never disconnected, and got every position that is not about a case once, in order. */
    private void auditFeed() throws Exception {
        long told = count("feed WHERE event <> 'case-changed'");
        Await.until("the subscriber gets the newest position", () -> follower.positions.size() >= told);
        assertThat(follower.closed.get()).isNull();
        assertThat(follower.positions)
                .hasSize((int) told)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    private long count(String of) throws Exception {
        return query("SELECT count(*) FROM " + of);
    }

    private long query(String sql) throws Exception {
        try (Connection connection = service.superuser();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws Exception {
        Future.join(cafes.stream().map(BusyCafe::close).toList()).await(PATIENCE_SECONDS, SECONDS);
        follower.close();
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }
}
