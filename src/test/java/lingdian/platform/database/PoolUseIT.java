package lingdian.platform.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A held connection counts as in use; a returned one does not, even if it failed meanwhile. */
class PoolUseIT {
    private static final String KILL = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'lingdian' AND datname = current_database()
            """;

    private final AtomicLong nanos = new AtomicLong();
    private final PoolUse use = new PoolUse(nanos::get);
    private Vertx vertx;
    private DatabaseAddress database;
    private Pool commit;
    private Pool readers;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.migrated();
        vertx = Vertx.builder().withMetrics(options -> use).build();
        commit = Databases.commitPool(vertx, database, 2);
        readers = Databases.readerPool(vertx, database, 2);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void countsWhoHoldsAConnectionAndWhoWaits() throws Exception {
        SqlConnection one = commit.getConnection().await(PATIENCE_SECONDS, SECONDS);
        SqlConnection other = commit.getConnection().await(PATIENCE_SECONDS, SECONDS);
        SqlConnection reader = readers.getConnection().await(PATIENCE_SECONDS, SECONDS);
        var third = commit.getConnection();
        var query = commit.query("SELECT 1").execute();

        assertThat(use.used(Databases.COMMIT)).isEqualTo(2);
        assertThat(use.waiting(Databases.COMMIT)).isEqualTo(2);
        assertThat(use.used(Databases.READER)).isEqualTo(1);
        assertThat(use.waiting(Databases.READER)).isZero();

        one.close().await(PATIENCE_SECONDS, SECONDS);
        third.await(PATIENCE_SECONDS, SECONDS).close().await(PATIENCE_SECONDS, SECONDS);
        query.await(PATIENCE_SECONDS, SECONDS);
        other.close().await(PATIENCE_SECONDS, SECONDS);
        reader.close().await(PATIENCE_SECONDS, SECONDS);

        assertThat(commit.size()).as("open, and not in use").isEqualTo(2);
        nothingIsUsed(Databases.COMMIT);
        nothingIsUsed(Databases.READER);
    }

    /**
     * A connection for a statement, one for a transaction that fails, and one that the server ends while it is held.
     */
    @Test
    void aConnectionThatFailsIsInUseNoMore() throws Exception {
        assertThatThrownBy(() -> commit.query("SELECT 1/0").execute().await(PATIENCE_SECONDS, SECONDS));
        assertThatThrownBy(() -> commit.withTransaction(
                        client -> client.query("SELECT nothing").execute())
                .await(PATIENCE_SECONDS, SECONDS));
        SqlConnection held = commit.getConnection().await(PATIENCE_SECONDS, SECONDS);
        try (Connection owner = TestDatabase.superuser(database)) {
            owner.createStatement().execute(KILL);
        }
        assertThatThrownBy(() -> held.query("SELECT 1").execute().await(PATIENCE_SECONDS, SECONDS));
        held.close();

        nothingIsUsed(Databases.COMMIT);
        commit.query("SELECT 1").execute().await(PATIENCE_SECONDS, SECONDS);
        nothingIsUsed(Databases.COMMIT);
    }

    /**
     * The pool does not report the end of such a request's wait, so it is no longer counted after the longest permitted
     * wait.
     */
    @Test
    void aRequestThatGotNoConnectionIsCountedForAsLongAsAnyMayWait() throws Exception {
        var elsewhere =
                new DatabaseAddress(database.host(), database.port(), "no-such", database.user(), database.password());
        ReaderPool none = Databases.readerPool(vertx, elsewhere, 1);
        assertThatThrownBy(() -> none.getConnection().await(PATIENCE_SECONDS, SECONDS));
        assertThatThrownBy(() -> none.query("SELECT 1").execute().await(PATIENCE_SECONDS, SECONDS));

        nanos.addAndGet(Databases.LONGEST_WAIT.toNanos() + 1);

        nothingIsUsed(Databases.READER);
    }

    /** Requests beyond the queue's limit are refused, and are not counted as waiting. */
    @Test
    void whoIsRefusedDoesNotWait() throws Exception {
        SqlConnection one = commit.getConnection().await(PATIENCE_SECONDS, SECONDS);
        SqlConnection other = commit.getConnection().await(PATIENCE_SECONDS, SECONDS);
        List<Future<SqlConnection>> asked = Stream.generate(commit::getConnection)
                .limit(2L * Databases.MAXIMUM_WAITING)
                .toList();

        assertThat(use.waiting(Databases.COMMIT)).isEqualTo(Databases.MAXIMUM_WAITING);

        asked.forEach(connection -> connection.onSuccess(SqlConnection::close));
        one.close().await(PATIENCE_SECONDS, SECONDS);
        other.close().await(PATIENCE_SECONDS, SECONDS);
        nanos.addAndGet(Databases.LONGEST_WAIT.toNanos() + 1);
        nothingIsUsed(Databases.COMMIT);
    }

    private void nothingIsUsed(String pool) throws Exception {
        Await.until("nothing of " + pool + " is used", () -> use.used(pool) == 0 && use.waiting(pool) == 0);
    }
}
