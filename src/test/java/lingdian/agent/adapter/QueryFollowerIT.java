package lingdian.agent.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter of a database against a real PostgreSQL, with its driver dropped into the folder. */
class QueryFollowerIT {
    private static final int KILLS = 100;
    private static final InstantSource NOW = () -> Instant.parse("2026-11-10T13:30:00Z");

    private static DatabaseAddress database;
    private static Connection cashier;

    @TempDir
    private Path directory;

    private final MortalSpool spool = new MortalSpool();
    private QueryFollower follower;

    @BeforeAll
    static void create() throws SQLException {
        database = TestDatabase.empty();
        cashier = TestDatabase.superuser(database);
    }

    @AfterAll
    static void close() throws SQLException {
        cashier.close();
    }

    @BeforeEach
    void begin() throws Exception {
        execute("DROP TABLE IF EXISTS public.cards");
        execute("CREATE TABLE public.cards (no bigserial PRIMARY KEY, op text, seat text, id text, at timestamp)");
        Path password = directory.resolve("password");
        Files.writeString(password, database.password() + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Path driver = Path.of(org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.createDirectories(directory.resolve("drivers"));
        Files.copy(driver, directory.resolve("drivers/postgresql.jar"));
        follower = follower(AdapterSettings.Start.BEGINNING);
    }

    @AfterEach
    void end() throws IOException {
        follower.close();
    }

    @ParameterizedTest
    @ValueSource(longs = 1)
    void aHundredKillsLoseAndDoubleNothing(long seed) throws Exception {
        var random = new Random(seed);
        var seated = new LinkedHashMap<String, String>();
        var logins = new ArrayList<String>();
        var logouts = new ArrayList<String>();
        int kills = 0;
        while (kills < KILLS) {
            String terminal = "A" + (10 + random.nextInt(10));
            String person = seated.remove(terminal);
            if (person == null) {
                person = "P-" + logins.size();
                logins.add(person);
                seated.put(terminal, person);
                insert("on", terminal, person);
            } else {
                logouts.add(person);
                insert("off", terminal, person);
            }
            spool.left = random.nextInt(8) + 1;
            try {
                follower.poll();
            } catch (MortalSpool.Killed killed) {
                kills++;
                follower.close();
                follower = follower(AdapterSettings.Start.BEGINNING);
            }
        }
        spool.left = Integer.MAX_VALUE;
        follower.poll();

        assertThat(spool.logins).as("seed %d", seed).containsExactlyElementsOf(logins);
        assertThat(spool.logouts).as("seed %d", seed).containsExactlyElementsOf(logouts);
    }

    @Test
    void whatWasThereBeforeIsHistoryUnlessItIsWanted() throws Exception {
        insert("on", "A01", "P-1");
        follower.close();
        follower = follower(AdapterSettings.Start.END);
        follower.poll();
        insert("on", "A02", "P-2");
        insert("beep", "A02", "P-2");
        insert("on", null, "P-3");
        follower.poll();

        assertThat(spool.logins).containsExactly("P-2");
        assertThat(spool.times).containsExactly("2026-11-10T12:00:00Z");
        assertThat(follower.refused()).isEqualTo(1);
    }

    /** More rows than one group has, and one that cannot write. */
    @Test
    void theConnectionReadsOnly() throws Exception {
        execute(
                "INSERT INTO public.cards (op, seat, id) SELECT 'on', 'A' || n, 'P-' || n FROM generate_series(1, 250) n");
        follower.poll();
        assertThat(spool.logins).hasSize(250);

        execute("CREATE FUNCTION public.spoil(bigint) RETURNS SETOF public.cards LANGUAGE sql AS"
                + " 'DELETE FROM public.cards WHERE no > $1 RETURNING *'");
        try (var writing =
                new JdbcRows(settings("SELECT * FROM public.spoil(?)", AdapterSettings.Start.END), directory)) {
            assertThatThrownBy(() -> writing.after(0, 10))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the database failed, SQLSTATE 25006");
        } finally {
            execute("DROP FUNCTION public.spoil(bigint)");
        }
    }

    @Test
    void aDatabaseThatIsBackAgainIsReadOn() throws Exception {
        insert("on", "A01", "P-1");
        follower.poll();
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid()");
        insert("on", "A02", "P-2");
        assertThatThrownBy(follower::poll).isInstanceOf(IOException.class);
        follower.poll();

        assertThat(spool.logins).containsExactly("P-1", "P-2");
    }

    @Test
    void withoutADriverItSaysWhereOneBelongs() throws Exception {
        Files.delete(directory.resolve("drivers/postgresql.jar"));
        assertThatThrownBy(follower::poll)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no driver for this url in the folder " + directory.resolve("drivers"));
    }

    @Test
    void aQueryThatIsNoneIsRefused() {
        for (String query : List.of("DELETE FROM cards WHERE no > ?", "SELECT 1", "SELECT ?; DROP TABLE cards")) {
            assertThatThrownBy(() -> settings(query, AdapterSettings.Start.END))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("query: must be one SELECT with one ?");
        }
    }

    private QueryFollower follower(AdapterSettings.Start start) {
        QuerySettings settings = settings("SELECT * FROM public.cards WHERE no > ? ORDER BY no", start);
        return new QueryFollower(
                settings,
                new JdbcRows(settings, directory),
                spool.mortal(PositionFile.in(directory.resolve("query-pos.json"))),
                spool,
                NOW);
    }

    private static QuerySettings settings(String query, AdapterSettings.Start start) {
        return new QuerySettings(
                "pos",
                database.jdbcUrlOfSchema(),
                database.user(),
                "password",
                query,
                "no",
                Map.of("event", "op", "terminal", "seat", "number", "id", "at", "at"),
                Map.of("on", CardAction.LOGIN, "off", CardAction.LOGOUT),
                "yyyy-MM-dd HH:mm:ss",
                start);
    }

    private static void insert(String op, String seat, String id) throws SQLException {
        try (PreparedStatement statement = cashier.prepareStatement(
                "INSERT INTO public.cards (op, seat, id, at) VALUES (?, ?, ?, '2026-11-10 20:00:00.25')")) {
            statement.setString(1, op);
            statement.setString(2, seat);
            statement.setString(3, id);
            statement.executeUpdate();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var statement = cashier.createStatement()) {
            statement.execute(sql);
        }
    }
}
