package lingdian.intake.commit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.ServerSocket;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.testing.Await;
import lingdian.testing.CuttingProxy;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's actual errors for a failing database and for mistakes of our code, and which of them are retried. */
class DatabaseFailureIT {
    private static Vertx vertx;
    private static DatabaseAddress database;
    private static Pool pool;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        database = TestDatabase.migrated();
        pool = small(Databases.connectOptions(database), 1, 10);
        sql("CREATE TABLE thing (id integer PRIMARY KEY, part integer REFERENCES thing DEFERRABLE INITIALLY DEFERRED)");
        sql("GRANT ALL ON thing TO lingdian_service");
        sql("INSERT INTO thing VALUES (1)");
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void aRefusedConnectionPasses() throws Exception {
        int nobody;
        try (var socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        Throwable failure = failure(small(Databases.connectOptions(database).setPort(nobody), 1, 10), SELECT);
        assertThat(failure).isInstanceOf(TransactionFailure.NotBegun.class);
        assertPasses(failure);
    }

    @Test
    void tooManyConnectionsPass() throws Exception {
        sql("CREATE ROLE crowd LOGIN PASSWORD 'crowd' CONNECTION LIMIT 0");
        sql("GRANT lingdian_service TO crowd");
        Throwable failure = failure(
                small(Databases.connectOptions(database).setUser("crowd").setPassword("crowd"), 1, 10), SELECT);
        assertThat(((TransactionFailure) failure).cause())
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo("53300"));
        assertPasses(failure);
    }

    /** It says nothing about the batch. Giving up would only make all agents knock on a door that is closed. */
    @Test
    void whateverRefusesAConnectionPasses() throws Exception {
        assertPasses(failure(small(Databases.connectOptions(database).setDatabase("nowhere"), 1, 10), SELECT));
    }

    @Test
    void aFullPoolPasses() throws Exception {
        Pool full = PgBuilder.pool()
                .using(vertx)
                .connectingTo(Databases.connectOptions(database))
                .with(new PoolOptions()
                        .setMaxSize(1)
                        .setMaxWaitQueueSize(1)
                        .setConnectionTimeout(300)
                        .setConnectionTimeoutUnit(MILLISECONDS))
                .build();
        SqlConnection held = full.getConnection().await(PATIENCE_SECONDS, SECONDS);
        var waits = Transactions.run(full, SELECT);
        var turnedAway = Transactions.run(full, SELECT);
        assertPasses(cause(waits));
        assertPasses(cause(turnedAway));
        held.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void aSessionThatIsEndedInItsStatementPasses() throws Exception {
        Thread.startVirtualThread(() -> endSleepers("pg_terminate_backend"));
        Throwable failure =
                failure(connection -> connection.query("SELECT pg_sleep(60)").execute());
        System.out.println("a statement at the end of its session: " + DatabaseFailure.say(failure));
        assertPasses(failure);
    }

    private static void endSleepers(String how) {
        try {
            Await.until("the sleeper is ended", () -> {
                try (Connection other = TestDatabase.superuser(database);
                        var statement = other.createStatement();
                        var ended = statement.executeQuery("SELECT " + how + "(pid) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%'"
                                + " AND state = 'active' AND pid <> pg_backend_pid()")) {
                    return ended.next();
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCancelledStatementPasses() throws Exception {
        Thread.startVirtualThread(() -> endSleepers("pg_cancel_backend"));
        assertState(
                "57014",
                failure(connection -> connection.query("SELECT pg_sleep(60)").execute()));
    }

    /** Behind a statement that is being prepared and behind the client's limit others wait unsent. All of them pass. */
    @Test
    void whatWaitsBehindTheStatementOfAnEndedSessionPasses() throws Exception {
        Thread.startVirtualThread(() -> endSleepers("pg_terminate_backend"));
        var all = new ArrayList<Future<?>>();
        Throwable failure = failure(connection -> {
            all.add(connection.query("SELECT pg_sleep(60)").execute());
            for (int i = 0; i < 200; i++) {
                all.add(connection.query("SELECT 1").execute());
            }
            for (int i = 0; i < 200; i++) {
                all.add(connection.preparedQuery("SELECT $1::integer").execute(Tuple.of(i)));
            }
            return Future.join(all);
        });
        assertPasses(failure);
        var kinds = new TreeSet<String>();
        for (Future<?> one : all) {
            kinds.add(
                    one.cause().getClass().getSimpleName() + ": " + one.cause().getMessage());
            assertThat(DatabaseFailure.passes(one.cause(), true))
                    .as("%s", one.cause())
                    .isTrue();
        }
        System.out.println("what an ended session gives: " + kinds);
    }

    @Test
    void aStatementOnASessionThatWasEndedPasses() throws Exception {
        var kinds = new TreeSet<String>();
        for (int round = 0; round < 20; round++) {
            Throwable failure = failure(connection -> connection
                    .query("SELECT pg_backend_pid()")
                    .execute()
                    .map(rows -> rows.iterator().next().getInteger(0))
                    .compose(pid -> vertx.executeBlocking(() -> {
                        sql("SELECT pg_terminate_backend(" + pid + ")");
                        return null;
                    }))
                    .compose(ended -> connection.query("SELECT 1").execute()));
            assertPasses(failure);
            kinds.add(DatabaseFailure.say(failure));
        }
        System.out.println("a statement after the end of its session: " + kinds);
    }

    @Test
    void aSessionThatSleptInItsTransactionPasses() throws Exception {
        var options = Databases.connectOptions(database).addProperty("idle_in_transaction_session_timeout", "50");
        Throwable failure = failure(
                small(options, 1, 10),
                connection -> connection
                        .query("SELECT 1")
                        .execute()
                        .compose(rows -> vertx.timer(500, MILLISECONDS)) // the fault itself: we sleep
                        .compose(late -> connection.query("SELECT 1").execute()));
        assertPasses(failure);
    }

    @Test
    void aLockThatIsHeldTooLongPasses() throws Exception {
        try (Connection stranger = TestDatabase.superuser(database);
                var statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("LOCK TABLE public.thing");
            var options = Databases.connectOptions(database).addProperty("lock_timeout", "50");
            assertState(
                    "55P03",
                    failure(
                            small(options, 1, 10),
                            connection -> connection
                                    .query("SELECT * FROM public.thing")
                                    .execute()));
            stranger.rollback();
        }
    }

    @Test
    void aStandbyPasses() throws Exception {
        var options = Databases.connectOptions(database).addProperty("default_transaction_read_only", "on");
        assertState(
                "25006",
                failure(
                        small(options, 1, 10),
                        connection -> connection
                                .query("INSERT INTO public.thing VALUES (2)")
                                .execute()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE_THE_COMMIT", "BEFORE_ITS_ANSWER"})
    void aCommitWithoutAnswerIsInDoubt(CuttingProxy.Cut cut) throws Exception {
        try (var proxy = CuttingProxy.before(database)) {
            proxy.arm(cut);
            Throwable failure = failure(small(Databases.connectOptions(proxy.address()), 1, 10), SELECT);
            assertThat(failure).isInstanceOf(TransactionFailure.InDoubt.class);
            assertThat(((TransactionFailure.InDoubt) failure).result()).isNotNull();
            assertPasses(failure);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM nothing | 42P01",
                "SELEKT | 42601",
                "INSERT INTO public.thing VALUES (1) | 23505",
                "INSERT INTO public.thing VALUES (null) | 23502",
                "SELECT 'x'::integer | 22P02",
                "CREATE ROLE other SUPERUSER | 42501",
                "SELECT 1/0 | 22012"
            })
    void whatPostgresRefusesIsOurs(String sql, String state) throws Exception {
        Throwable failure = failure(connection -> connection.query(sql).execute());
        assertThat(DatabaseFailure.say(failure)).contains(state);
        assertOurs(failure);
    }

    /** Although the pipelined statements behind it fail with "in a failed transaction". */
    @Test
    void aMistakeAmongPipelinedStatementsIsOurs() throws Exception {
        Throwable failure = failure(connection -> Future.all(
                connection.query("SELECT 1").execute(),
                connection.query("SELECT 1/0").execute(),
                connection.query("SELECT 1").execute()));
        assertThat(DatabaseFailure.say(failure)).contains("22012");
        assertOurs(failure);
    }

    @Test
    void whatFollowsAMistakeIsOursToo() throws Exception {
        assertOurs(failure(connection -> connection
                .query("SELECT 1/0")
                .execute()
                .otherwiseEmpty()
                .compose(failed -> connection.query("SELECT 1").execute())));
    }

    @Test
    void aMistakeThatShowsAtTheCommitIsOurs() throws Exception {
        Throwable failure = failure(connection ->
                connection.query("INSERT INTO public.thing VALUES (3, 4)").execute());
        assertThat(DatabaseFailure.say(failure)).contains("23503");
        assertThat(failure).isInstanceOf(TransactionFailure.Undone.class);
        assertOurs(failure);
    }

    @Test
    void parametersThatDoNotFitAreOurs() throws Exception {
        assertOurs(failure(
                connection -> connection.preparedQuery("SELECT $1::integer").execute(Tuple.of("no number"))));
        assertOurs(failure(
                connection -> connection.preparedQuery("SELECT $1::integer").execute(Tuple.of(1, 2))));
    }

    @Test
    void anExceptionInTheWorkIsOurs() throws Exception {
        assertOurs(failure(connection -> {
            throw new IllegalStateException("of the test");
        }));
        assertOurs(failure(connection -> connection.query("SELECT 1").execute().map(rows -> {
            throw new IllegalStateException("of the test");
        })));
    }

    /** After any failure, the pool's only connection is available again. */
    @Test
    void afterAFailureTheConnectionIsGivenBack() throws Exception {
        for (int i = 0; i < 20; i++) {
            failure(connection -> connection.query("SELECT 1/0").execute());
            Transactions.run(pool, SELECT).await(PATIENCE_SECONDS, SECONDS);
        }
    }

    private static final Function<SqlConnection, Future<Integer>> SELECT = connection -> connection
            .query("SELECT 1")
            .execute()
            .map(rows -> rows.iterator().next().getInteger(0));

    private static void assertPasses(Throwable failure) {
        assertThat(DatabaseFailure.passes(failure))
                .as("passes: %s", failure.getCause())
                .isTrue();
    }

    private static void assertOurs(Throwable failure) {
        assertThat(DatabaseFailure.passes(failure))
                .as("passes: %s", failure.getCause())
                .isFalse();
    }

    private static void assertState(String state, Throwable failure) {
        assertThat(DatabaseFailure.say(failure)).contains(state);
        assertPasses(failure);
    }

    private static Throwable failure(Function<SqlConnection, ? extends Future<?>> work) throws Exception {
        return failure(pool, work);
    }

    private static Throwable failure(Pool of, Function<SqlConnection, ? extends Future<?>> work) throws Exception {
        return cause(Transactions.<Object>run(
                of, connection -> work.apply(connection).map(Function.identity())));
    }

    private static Throwable cause(Future<?> failing) throws Exception {
        try {
            failing.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, SECONDS);
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
        throw new AssertionError("it succeeded");
    }

    private static Pool small(PgConnectOptions options, int size, int timeoutSeconds) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(size).setConnectionTimeout(timeoutSeconds))
                .build();
    }

    private static void sql(String sql) throws Exception {
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement()) {
            for (String one : List.of("SET search_path = public", sql)) {
                statement.execute(one);
            }
        }
    }
}
