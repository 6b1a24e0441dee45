package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.database.Databases;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A node is ready if it has started, its database answers, its clock agrees with the database's, and commits make
 * progress.
 */
class HealthIT {
    private static DatabaseAddress database;

    private final Vertx vertx = Vertx.vertx();
    private Pool pool;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @ParameterizedTest(name = "clock {0} s ahead, waiting {1} s")
    @CsvSource({"0, 0, up", "9, 9, up", "-9, 0, up", "12, 0, down", "-12, 0, down", "0, 11, down"})
    void aNodeIsReadyWithARightClockAndCommitsThatGoOn(long ahead, long waiting, String status) throws Exception {
        Health health = health(ahead, waiting);
        assertThat(said(health).getString("status")).as("before it has begun").isEqualTo("down");
        health.start();

        JsonObject said = said(health);

        assertThat(said.getString("status")).as(said.encode()).isEqualTo(status);
        assertThat(said.getString("database")).isEqualTo("up");
        assertThat(said.getDouble("waitingSeconds")).isEqualTo(waiting);
        assertThat(said.getDouble("clockOffsetSeconds")).isBetween(ahead - 1.0, ahead + 1.0);
        assertThat(health.clockOffset().toMillis()).isBetween(1_000 * (ahead - 1), 1_000 * (ahead + 1));
        health.stop();
        assertThat(said(health).getString("status")).as("when it ends").isEqualTo("down");
    }

    @Test
    void withoutItsDatabaseANodeIsNotReady() throws Exception {
        Health health = health(0, 0);
        health.start();
        pool.close().await(PATIENCE_SECONDS, SECONDS);
        assertThat(said(health))
                .isEqualTo(new JsonObject().put("status", "down").put("database", "down"));
    }

    private Health health(long ahead, long waiting) throws Exception {
        pool = Databases.queryPool(vertx, database, 1);
        InstantSource wall = () -> Instant.now().plusSeconds(ahead);
        pool.query("SELECT 1")
                .execute()
                .await(PATIENCE_SECONDS, SECONDS); // a first connection is slow on a busy machine
        return new Health(
                vertx,
                new DatabaseClock(pool, wall),
                () -> null,
                () -> null,
                () -> Future.succeededFuture(Duration.ofSeconds(waiting)));
    }

    private static JsonObject said(Health health) throws Exception {
        return health.look().await(PATIENCE_SECONDS, SECONDS);
    }
}
