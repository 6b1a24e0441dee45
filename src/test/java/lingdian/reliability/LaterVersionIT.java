package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Migrations;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A later version migrates the database while a node of this version runs: the node keeps working undisturbed, and no
 * node of this version can start afterwards.
 *
 * <p>The later version's migration adds a column to each table, an index and a table, and recreates the row security,
 * as a migration may. {@code -Dlingdian.seed=…} repeats a run's streams.
 */
class LaterVersionIT {
    private static final Logger LOG = LoggerFactory.getLogger(LaterVersionIT.class);
    private static final long SEED = Long.getLong("lingdian.seed", System.nanoTime() % 1_000_000);
    private static final int CAFES = 10;
    private static final int EVENTS_OF_EACH = 200;

    private final List<StreamScript> scripts = StreamScript.city(SEED, CAFES, EVENTS_OF_EACH);

    @TempDir
    private Path directory;

    @Test
    void aNodeGoesOnWhileALaterVersionMigrates() throws Exception {
        try {
            Told undisturbed = Told.undisturbed(scripts, SEED, directory.resolve("keys.json"));
            migrated().isLike(undisturbed);
        } catch (AssertionError | Exception failed) {
            throw new AssertionError("with -Dlingdian.seed=" + SEED, failed);
        }
    }

    private Told migrated() throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        try (var service = ServiceProcess.start(database, directory.resolve("keys.json"));
                var city = StreamingCity.of(service.url(), scripts, SEED)) {
            city.allow(EVENTS_OF_EACH / 4);
            city.begin();
            city.awaitAcknowledged(CAFES);
            outdate(database);
            long before = city.acknowledged();
            city.allow(EVENTS_OF_EACH / 2);
            long nanos = laterVersion(database);
            LOG.info(
                    "seed {}: {} events were acknowledged in the {} ms of the migration",
                    SEED,
                    city.acknowledged() - before,
                    nanos / 1_000_000);
            assertThat(city.acknowledged()).as("some are still to come").isLessThan(city.length());
            city.allow(Integer.MAX_VALUE);
            city.finish();
            assertThat(city.agents().stream().flatMap(agent -> agent.closeCodes().stream()))
                    .as("no agent was sent away")
                    .isEmpty();
            return new Told(city.agents(), new WrittenRecord(database), city.violations());
        }
    }

    /**
     * A node of this version must not start, because a start recreates the row security and would replace the later
     * version's.
     */
    @Test
    void noneOfThisVersionStartsAgain() throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        laterVersion(database);
        outdate(database);

        try (var program = Program.run(
                "serve",
                "--port",
                "0",
                "--key-ring",
                directory.resolve("keys.json").toString(),
                "--create-key-ring",
                "--database",
                Program.url(database))) {
            assertThat(program.exit()).isEqualTo(2);
            assertThat(program.err())
                    .anyMatch(
                            line -> line.startsWith("lingdian: ") && line.contains("a later version of this program"));
        }
        assertThat(value(
                        database,
                        "SELECT checksum FROM lingdian.flyway_schema_history WHERE version IS NULL ORDER BY 1"))
                .isEqualTo("1");
    }

    /** Makes the schema look as if the later version had another row security script. */
    private static void outdate(DatabaseAddress database) throws Exception {
        value(
                database,
                "UPDATE lingdian.flyway_schema_history SET checksum = 1 WHERE version IS NULL RETURNING checksum");
    }

    private static String value(DatabaseAddress database, String sql) throws Exception {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** @return how long the migration took, in nanoseconds */
    private static long laterVersion(DatabaseAddress database) {
        long begun = System.nanoTime();
        assertThat(Migrations.run(database, "classpath:lingdian/laterversion")).isPositive();
        return System.nanoTime() - begun;
    }
}
