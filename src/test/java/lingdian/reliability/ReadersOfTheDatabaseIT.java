package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.EmbeddedDatabase;
import lingdian.platform.database.Migrations;
import lingdian.testing.Cafes;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles of the database that may only read, such as those of dashboards: they stop no verdict, and no start of a node. */
class ReadersOfTheDatabaseIT {
    private static final String CAFE = "36048110000001";
    private static final String NO_PRIVILEGE = "42501";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    /** PostgreSQL's limit on the settings of the embedded server. */
    private static final int ALL_CONNECTIONS = 100;

    private final List<Connection> open = new ArrayList<>();

    @TempDir
    private Path directory;

    private EmbeddedDatabase embedded;
    private DatabaseAddress database;

    @BeforeEach
    void start() throws SQLException {
        embedded = EmbeddedDatabase.start(directory);
        database = embedded.address();
        Migrations.run(database);
        TestDatabase.execute(database, "ALTER ROLE grafana_reader LOGIN PASSWORD 'x'");
    }

    @AfterEach
    void end() throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
        embedded.close();
    }

    @Test
    void whoHoldsAllConnectionsStopsNoNode() throws Exception {
        int held = connectUntilRefused();

        try (var service = RunningService.with().database(database).start();
                TestAgent agent = agent(service)) {
            agent.send(Events.heartbeat(1)).ack(1);
            service.verifyRecords();
            try (var another = service.another()) {
                assertThat(another.url()).isNotEqualTo(service.url());
            }
        }
        assertThat(held).as("what dashboards have").isBetween(40, ALL_CONNECTIONS / 2);
    }

    /** The table of locks is one for all: who fills it leaves nobody a transaction. */
    @Test
    void whoLocksAllThatTheyMayStopsNoVerdict() throws Exception {
        try (var service = RunningService.with().database(database).start();
                TestAgent agent = agent(service)) {
            agent.send(Events.heartbeat(1)).ack(1);
            connectUntilRefused();
            int locks = 0;
            for (Connection reader : open) {
                locks += lockAll(reader);
            }

            agent.send(Events.heartbeat(2)).ack(2);
            assertThat(locks).isGreaterThan(10_000);
            for (String statement : List.of(
                    "SELECT count(pg_advisory_lock(i)) FROM generate_series(1::bigint, 1000000) AS i",
                    "SELECT count(pg_try_advisory_xact_lock_shared(1, i)) FROM generate_series(1, 1000000) AS i",
                    "SELECT lo_create(0)",
                    "SELECT lo_from_bytea(0, 'a')",
                    "SELECT pg_logical_emit_message(false, 'a', repeat('a', 1000000))",
                    "SELECT pg_current_xact_id()",
                    "SELECT txid_current()",
                    "CREATE TEMPORARY TABLE one (a integer)")) {
                assertThatThrownBy(() -> execute(open.getFirst(), statement))
                        .as(statement)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo(NO_PRIVILEGE));
                open.getFirst().rollback();
            }
            agent.send(Events.heartbeat(3)).ack(3);
        }
    }

    private TestAgent agent(RunningService service) throws Exception {
        Cafes.openDayAndNight(service.admin());
        TestAgent agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(CAFE, List.of()));
        agent.hello(UUID.randomUUID(), 0);
        return agent;
    }

    private int connectUntilRefused() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= ALL_CONNECTIONS; i++) {
                        open.add(DriverManager.getConnection(database.jdbcUrl(), "grafana_reader", "x"));
                    }
                })
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo(TOO_MANY_CONNECTIONS));
        return open.size();
    }

    /** Reads every table and view that the role may, in one transaction, and returns how many locks that took. */
    private static int lockAll(Connection reader) throws SQLException {
        reader.setAutoCommit(false);
        try (var statement = reader.createStatement()) {
            var names = new ArrayList<String>();
            try (var rows = statement.executeQuery("""
                    SELECT oid::regclass FROM pg_class
                    WHERE relkind IN ('r', 'v', 'm', 'p') AND has_schema_privilege(relnamespace, 'USAGE')
                      AND has_table_privilege(oid, 'SELECT')
                    """)) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            for (String name : names) {
                statement.execute("SELECT FROM " + name + " LIMIT 1");
            }
            try (var row = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()")) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
