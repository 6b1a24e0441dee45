package lingdian.intake.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.Hello;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.CuttingProxy;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A batch of exactly these items is committed, and the answer to its COMMIT is lost: everyone gets the answer that the
 * first attempt had for them. And a batch that cannot be committed stops nobody else.
 */
@ParameterizedClass
@ValueSource(ints = {4_000, RetriedBatchIT.SMALL})
class RetriedBatchIT {
    /** So many events in a batch at most that each piece of it is written before the next is judged. */
    static final int SMALL = 8;

    private static final String CAFE = "36048110000001";
    private static final String OTHER = "36048110000002";

    @Parameter
    int batchMaximum;

    private DatabaseAddress database;
    private CuttingProxy proxy;
    private IntakeFixture intake;
    private final UUID otherStream = UUID.randomUUID();
    private int otherSeq;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.migrated();
        proxy = CuttingProxy.before(database);
        intake = new IntakeFixture(proxy.address(), 1, batchMaximum);
        intake.cafe(CAFE);
        intake.cafe(OTHER);
        intake.send(OTHER, otherStream, List.of(opened(++otherSeq)));
    }

    @AfterEach
    void stop() throws Exception {
        intake.close();
        proxy.close();
    }

    @Test
    void aSupersededStreamGetsItsAck() throws Exception {
        var old = UUID.randomUUID();
        var fresh = UUID.randomUUID();
        intake.send(CAFE, old, List.of(opened(1)));
        var receipts = inOneBatch(
                true,
                () -> List.of(
                        accepted(CAFE, old, List.of(login(2, "a"))),
                        accepted(CAFE, fresh, List.of(login(1, "b"))),
                        accepted(CAFE, fresh, List.of(logout(2, "b")))));
        assertThat(receipt(receipts, 0).ackedSeq()).isEqualTo(2);
        assertThat(receipt(receipts, 0).answers()).hasSize(1);
        assertThat(receipt(receipts, 1).answers()).hasSize(1);
        assertThat(receipt(receipts, 2).ackedSeq()).isEqualTo(2);
        assertThat(receipt(receipts, 2).answers()).as("rejects").isEmpty();
        assertThat(count("journal JOIN stream ON number = stream_number WHERE place_code = '" + CAFE + "'"))
                .isEqualTo(4);
        assertThat(count("violation WHERE code = 'RECORDS_BROKEN'")).isOne(); // the old stream had a session open
        goesOn(fresh, 3);
    }

    @Test
    void aHelloIsNoAccusation() throws Exception {
        var stream = UUID.randomUUID();
        intake.send(CAFE, UUID.randomUUID(), List.of(opened(1)));
        var hello = new Hello(stream, 0, "test/1", IntakeFixture.CLOCK.instant(), 10);
        var answers = inOneBatch(
                true,
                () -> List.of(
                        intake.node
                                .intake()
                                .hello(
                                        new PlaceCode(CAFE),
                                        hello,
                                        new ConnectionNumber(1),
                                        IntakeFixture.CLOCK.instant()),
                        accepted(CAFE, stream, List.of(login(1, "a")))));
        assertThat(answers.get(0).await(PATIENCE_SECONDS, SECONDS))
                .isInstanceOfSatisfying(
                        Intake.Greeting.Welcomed.class,
                        welcome -> assertThat(welcome.ackedSeq()).isZero());
        assertThat(receipt(answers, 1).ackedSeq()).isOne();
        assertThat(count("violation WHERE code = 'RECORDS_BROKEN'")).isZero();
        goesOn(stream, 2);
    }

    @Test
    void aConflictIsKeptOnce() throws Exception {
        var stream = UUID.randomUUID();
        intake.send(CAFE, stream, List.of(login(1, "a")));
        var receipts = inOneBatch(
                true,
                () -> List.of(
                        accepted(CAFE, stream, List.of(login(1, "b"))),
                        accepted(CAFE, stream, List.of(login(2, "c")))));
        assertThat(receipt(receipts, 0).answers()).hasSize(1);
        assertThat(count("sealed WHERE kind = 'conflict'")).isOne();
        assertThat(count("violation WHERE code = 'RECORDS_BROKEN'")).isOne();
        assertThat(count("feed WHERE code = 'RECORDS_BROKEN' AND event = 'opened'"))
                .isOne();
        goesOn(stream, 3);
    }

    @Test
    void aCommitThatNeverArrivedIsDoneAgain() throws Exception {
        var stream = UUID.randomUUID();
        intake.send(CAFE, stream, List.of(opened(1)));
        var receipts = inOneBatch(false, () -> List.of(accepted(CAFE, stream, List.of(login(2, "a"), logout(3, "a")))));
        assertThat(receipt(receipts, 0).ackedSeq()).isEqualTo(3);
        assertThat(count("session WHERE ended_at IS NOT NULL")).isOne();
        goesOn(stream, 4);
    }

    /** On one terminal: a session ends that an earlier part opened, and the next one opens after that. */
    @Test
    void whatIsWrittenInPartsIsOneTransaction() throws Exception {
        var stream = UUID.randomUUID();
        intake.send(CAFE, stream, List.of(opened(1)));
        var receipts = inOneBatch(
                true,
                () -> List.of(
                        accepted(CAFE, stream, List.of(at("A", login(2, "a")))),
                        accepted(CAFE, stream, List.of(logout(3, "a"))),
                        accepted(CAFE, stream, List.of(at("A", login(4, "b")))),
                        accepted(CAFE, stream, List.of(logout(5, "b"), at("A", login(6, "c"))))));
        assertThat(receipt(receipts, 3).ackedSeq()).isEqualTo(6);
        assertThat(count("session WHERE ended_at IS NOT NULL")).isEqualTo(2);
        assertThat(count("session WHERE ended_at IS NULL AND session = 'c'")).isOne();
        assertThat(count("violation WHERE code <> 'OVERTIME_OPERATION'")) // which it is where the test runs at night
                .isZero();
        String written = " FROM journal WHERE seq BETWEEN 2 AND 6 AND stream_number ="
                + " (SELECT number FROM stream WHERE stream = '" + stream + "')) AS written";
        assertThat(count("(SELECT DISTINCT xmin::text" + written)).isOne();
        assertThat(count("(SELECT DISTINCT cmin::text" + written)).isEqualTo(batchMaximum == SMALL ? 4 : 1);
        goesOn(stream, 7);
    }

    /** Both of the old stream's messages fail, and neither that nor the second of them stops the shard. */
    @Test
    void whatComesTooLateForItsStreamStopsNothing() throws Exception {
        var old = UUID.randomUUID();
        var fresh = UUID.randomUUID();
        intake.send(CAFE, old, List.of(opened(1)));
        var receipts = inOneBatch(
                null,
                () -> List.of(
                        accepted(CAFE, fresh, List.of(opened(1))),
                        accepted(CAFE, old, List.of(opened(2))),
                        accepted(CAFE, old, List.of(opened(3)))));
        assertThat(receipt(receipts, 0).ackedSeq()).isOne();
        for (Future<?> late : receipts.subList(1, 3)) {
            assertThatThrownBy(() -> late.await(PATIENCE_SECONDS, SECONDS))
                    .isInstanceOf(StreamSupersededException.class);
        }
        goesOn(fresh, 2);
    }

    /** The database refuses one café's events, as if by a mistake of ours: that café alone has to send again. */
    @Test
    void aMistakeIsGivenUpAndHoldsUpNobody() throws Exception {
        var stream = UUID.randomUUID();
        intake.send(CAFE, stream, List.of(opened(1)));
        TestDatabase.execute(
                database,
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '23514'; END $$");
        TestDatabase.execute(
                database,
                "CREATE TRIGGER refuse BEFORE INSERT ON session FOR EACH ROW WHEN (NEW.place_code = '" + CAFE
                        + "') EXECUTE FUNCTION refuse()");
        var receipts = inOneBatch(
                null,
                () -> List.of(
                        accepted(CAFE, stream, List.of(login(2, "a"))),
                        accepted(OTHER, otherStream, List.of(login(++otherSeq, "a")))));
        assertSendAgain(receipts.get(0));
        assertThat(receipt(receipts, 1).ackedSeq()).isEqualTo(otherSeq);
        TestDatabase.execute(database, "DROP TRIGGER refuse ON session");
        goesOn(stream, 2);
    }

    /** The disk is full for a moment when more of the batch is on its way already: what failed first is what counts. */
    @Test
    void aFullDiskIsWaitedForThoughMoreWasSent() throws Exception {
        var stream = UUID.randomUUID();
        intake.send(CAFE, stream, List.of(opened(1)));
        TestDatabase.execute(database, "CREATE SEQUENCE writes");
        TestDatabase.execute(database, "GRANT USAGE ON SEQUENCE writes TO PUBLIC");
        TestDatabase.execute(
                database,
                "CREATE FUNCTION refuse_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF nextval('writes') = 1 THEN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END IF;"
                        + " RETURN NEW; END $$");
        TestDatabase.execute(
                database,
                "CREATE TRIGGER refuse_once BEFORE INSERT ON session FOR EACH ROW EXECUTE FUNCTION refuse_once()");
        var receipts = inOneBatch(
                null,
                () -> List.of(
                        accepted(CAFE, stream, List.of(login(2, "a"), login(3, "b"))),
                        accepted(OTHER, otherStream, List.of(login(++otherSeq, "a")))));
        assertThat(receipt(receipts, 0).ackedSeq()).isEqualTo(3);
        assertThat(receipt(receipts, 0).answers()).hasSize(2);
        assertThat(receipt(receipts, 1).ackedSeq()).isEqualTo(otherSeq);
    }

    /** All connections are taken for longer than a batch waits for one: it goes on waiting. */
    @Test
    void aFullPoolIsWaitedFor() throws Exception {
        var held = new ArrayList<SqlConnection>();
        for (int i = 0; i < 8; i++) {
            held.add(intake.pool.getConnection().await(PATIENCE_SECONDS, SECONDS));
        }
        var waiting = accepted(OTHER, otherStream, List.of(opened(++otherSeq)));
        var alsoWaiting = intake.pool.query("SELECT 1").execute();
        Await.until("a wait for a connection ends", alsoWaiting::isComplete);
        assertThat(alsoWaiting.failed()).isTrue();
        var secondWait = intake.pool.query("SELECT 1").execute();
        held.removeFirst().close();
        assertThat(waiting.await(PATIENCE_SECONDS, SECONDS).ackedSeq()).isEqualTo(otherSeq);
        secondWait.await(PATIENCE_SECONDS, SECONDS);
        held.forEach(SqlConnection::close);
    }

    private interface Offers {
        List<Future<?>> offer() throws Exception;
    }

    /**
     * Holds up the shard with a batch of another café, offers, and lets it go on, so that what was offered is one batch.
     *
     * @param committed where the connection is cut in that batch's commit; null: nowhere
     */
    private List<Future<?>> inOneBatch(Boolean committed, Offers offers) throws Exception {
        int cuts = proxy.cuts();
        try (Connection stranger = TestDatabase.superuser(database);
                var statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("SELECT * FROM head FOR UPDATE");
            var ahead = accepted(OTHER, otherStream, List.of(opened(++otherSeq)));
            Await.until(
                    "the batch ahead waits for the head",
                    () -> count("pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                            == 1);
            List<Future<?>> offered = offers.offer();
            if (committed != null) {
                proxy.arm(committed ? CuttingProxy.Cut.BEFORE_ITS_ANSWER : CuttingProxy.Cut.BEFORE_THE_COMMIT, 1);
            }
            stranger.rollback();
            ahead.await(PATIENCE_SECONDS, SECONDS);
            Future.join(offered).otherwiseEmpty().await(PATIENCE_SECONDS, SECONDS);
            assertThat(proxy.cuts() - cuts).isEqualTo(committed == null ? 0 : 1);
            return offered;
        }
    }

    private Future<Intake.Receipt> accepted(String cafe, UUID stream, List<String> events) throws Exception {
        return ((Intake.Offer.Accepted) intake.offer(cafe, stream, events)).committed();
    }

    private static Intake.Receipt receipt(List<Future<?>> futures, int i) throws Exception {
        return (Intake.Receipt) futures.get(i).await(PATIENCE_SECONDS, SECONDS);
    }

    private static void assertSendAgain(Future<?> future) {
        assertThatThrownBy(() -> future.await(PATIENCE_SECONDS, SECONDS)).isInstanceOf(SendAgainException.class);
    }

    private void goesOn(UUID stream, int seq) throws Exception {
        assertThat(intake.send(CAFE, stream, List.of(opened(seq))).ackedSeq()).isEqualTo(seq);
        assertThat(intake.send(OTHER, otherStream, List.of(opened(++otherSeq))).ackedSeq())
                .isEqualTo(otherSeq);
    }

    private static String opened(int seq) {
        return event(seq, "opened").encode();
    }

    private static String login(int seq, String session) {
        return event(seq, "login")
                .put("session", session)
                .put("terminal", "T" + seq)
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "guest " + session)
                                .put("name", "Guest")
                                .put("birthDate", "1990-01-01")
                                .put("read", "manual"))
                .encode();
    }

    private static String at(String terminal, String login) {
        return new JsonObject(login).put("terminal", terminal).encode();
    }

    private static String logout(int seq, String session) {
        return event(seq, "logout")
                .put("session", session)
                .put("reason", "patron")
                .encode();
    }

    private static JsonObject event(int seq, String type) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", type)
                .put("at", IntakeFixture.CLOCK.instant().toString());
    }

    private long count(String of) throws Exception {
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + of)) {
            row.next();
            return row.getLong(1);
        }
    }
}
