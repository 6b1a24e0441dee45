package lingdian.platform.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import lingdian.platform.work.Causes;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabasesIT {
    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress database = TestDatabase.migrated();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void aReadersStatementThatTakesTooLongIsEndedAndItsConnectionServesTheNext() throws Exception {
        ReaderPool readers = Databases.readerPool(vertx, WritableHost.of(vertx, database), 1, Duration.ofSeconds(1));

        assertThatThrownBy(() -> readers.query("SELECT pg_sleep(60)").execute().await(PATIENCE_SECONDS, SECONDS))
                .satisfies(ended -> assertThat(Causes.say(ended)).isEqualTo("SQLSTATE 57014"));

        assertThat(one(readers, "SELECT 1").getInteger(0)).isEqualTo(1);
    }

    @Test
    void readersHaveHalfAMinuteForAStatement() throws Exception {
        assertThat(one(Databases.readerPool(vertx, database, 1), "SHOW statement_timeout")
                        .getString(0))
                .isEqualTo("30s");
    }

    /** Those of batches are longer than what the client prepares once by itself. */
    @Test
    void aLongStatementIsPlannedOnce() throws Exception {
        QueryPool pool = Databases.queryPool(vertx, database, 1);
        String statement = "SELECT 1 -- " + "x".repeat(Databases.STATEMENT_LENGTH_MAX / 2);
        for (int i = 0; i < 2; i++) {
            pool.preparedQuery(statement).execute().await(PATIENCE_SECONDS, SECONDS);
        }

        assertThat(one(pool, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 1 -- x%'")
                        .getLong(0))
                .isEqualTo(1);
    }

    /** As batches use no sequential scan where an index serves, PostgreSQL takes one for dear enough to compile it each time. */
    @Test
    void noStatementIsCompiled() throws Exception {
        TestDatabase.execute(database, "ALTER DATABASE \"" + database.name() + "\" SET jit = on");

        assertThat(one(Databases.commitPool(vertx, database, 1), "SHOW jit").getString(0))
                .isEqualTo("off");
        assertThat(one(Databases.readerPool(vertx, database, 1), "SHOW jit").getString(0))
                .isEqualTo("off");
    }

    private static Row one(Pool pool, String query) throws Exception {
        return pool.query(query)
                .execute()
                .await(PATIENCE_SECONDS, SECONDS)
                .iterator()
                .next();
    }
}
