package lingdian.platform.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.platform.settings.TemporaryFailure;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema of this program. Blocking; runs before any port opens.
 *
 * <p>Flyway holds a lock during each script, so that of several instances that start at once one runs it and the others
 * wait. It refuses the schema of a later version: this version would overwrite that one's repeatable scripts with its
 * own.
 *
 * <p>A script is one transaction, and waits for no lock longer than verdicts may: it locks {@code head} first, so they wait with it.
 * It is undone then and tried again, and no lock at all is needed where the schema is current.
 *
 * <p>PostgreSQL ends a script whose program stands still: with the locks of a frozen one, verdicts of all nodes would wait without end.
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    /**
     * Verdicts wait as long for a script that waits; a script itself may take longer. A machine that vanished is noticed by its silence
     * within 16 seconds, where PostgreSQL by itself takes two hours.
     */
    private static final Map<String, String> SESSION = Map.of(
            "options",
            "-c lock_timeout=3s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3");

    /**
     * A program that migrates sends the next statement at once, so one that is silent as long has stopped. In each script's transaction
     * alone: the connection on which Flyway holds its lock meanwhile is in a transaction, and idle.
     */
    private static final String UNLESS_FROZEN = "SET LOCAL idle_in_transaction_session_timeout = '10s'";

    /** Flyway asks once a second whether another program still runs a script. */
    private static final int QUESTIONS = 10;
    /** Longer than any transaction should be open beside a service, pg_dump's of a large database excepted. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Verdicts go on between two attempts. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String CHANGED_AT_ONCE = "XX000"; // two programs withdraw a right at the same moment
    private static final String READ_ONLY = "25006"; // a primary that is being replaced
    private static final String ENDED_WHEN_FROZEN = "25P03";
    /** Also classes: lost connections, deadlocks, a full server, and what an administrator or the server itself ended. */
    private static final Set<String> TEMPORARY =
            Set.of("08", "40", "53", "57", LOCK_NOT_AVAILABLE, READ_ONLY, CHANGED_AT_ONCE, ENDED_WHEN_FROZEN);
    /**
     * Done at each start, whether a script ran or not: what is a property of the database and not of its tables is in no dump, and so
     * would be lost by a restore (operations.md). Whoever may make temporary tables could put them before ours for the functions of
     * others (R__functions.sql). What a query of Grafana reads in functions of reporting is counted for the role that asks, which sees
     * the counters of its own transaction: they would show how many rows were read (grafana.md). An owner who may set the parameter
     * has it not counted.
     */
    private static final String AT_EACH_START = """
        DO $$
        BEGIN
          IF (SELECT pg_has_role(datdba, 'MEMBER') AND has_database_privilege('public', oid, 'TEMPORARY')
              FROM pg_database WHERE datname = current_database()) THEN
            EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
          END IF;
        END
        $$;
        DO $$
        DECLARE
          read regprocedure;
          quiet boolean := has_parameter_privilege('track_counts', 'SET');
        BEGIN
          FOR read IN
            SELECT oid::regprocedure FROM pg_proc
            WHERE pronamespace = to_regnamespace('reporting') AND prosecdef AND quiet <> ('track_counts=off' = ANY (proconfig)) LOOP
            EXECUTE format(CASE WHEN quiet THEN 'ALTER FUNCTION %s SET track_counts = off' ELSE 'ALTER FUNCTION %s RESET track_counts' END, read);
          END LOOP;
        END
        $$
        """;

    private Migrations() {}

    /**
     * Tried again for ten minutes where PostgreSQL, or another program that migrates, does not let a script run now.
     *
     * @param further locations of scripts of a later version
     * @return how many migrations were applied; 0 if the schema was current
     * @throws TemporaryFailure if none of the attempts got what it waited for
     */
    public static int run(DatabaseAddress address, String... further) {
        return run(address, PATIENCE, further);
    }

    /** @param patience after which no further attempt begins */
    static int run(DatabaseAddress address, Duration patience, String... further) {
        long begun = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                int applied = attempt(flyway(address, further));
                doAtEachStart(address);
                return applied;
            } catch (FlywayException failed) {
                if (!isTemporary(failed)) {
                    throw failed;
                }
                String reason = reason(failed);
                boolean over = System.nanoTime() - begun + pause.toNanos() > patience.toNanos();
                if (!over) {
                    LOG.warn("{} is not migrated yet: {}; tried again in {} s", address, reason, pause.toSeconds());
                }
                if (over || !rest(pause)) {
                    throw new TemporaryFailure("--database: " + address + " is not migrated yet: " + reason, failed);
                }
                pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
            }
        }
    }

    /** To migrate takes Flyway's lock even where nothing is to be done; to validate takes none. */
    private static int attempt(Flyway flyway) {
        return flyway.validateWithResult().validationSuccessful ? 0 : flyway.migrate().migrationsExecuted;
    }

    private static void doAtEachStart(DatabaseAddress address) {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute(AT_EACH_START);
        } catch (SQLException failed) {
            throw new FlywayException("the rights of " + address + " cannot be set", failed);
        }
    }

    /** The SQLSTATE of PostgreSQL's refusal, if PostgreSQL refused. */
    public static Optional<String> sqlState(FlywayException failed) {
        return Stream.iterate((Throwable) failed, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static boolean isTemporary(FlywayException failed) {
        return sqlState(failed).map(Migrations::isTemporary).orElse(isOfFlywaysLock(failed));
    }

    /** Whether PostgreSQL refused with this SQLSTATE what it may do a little later. */
    public static boolean isTemporary(String state) {
        return TEMPORARY.stream().anyMatch(state::startsWith);
    }

    /** Flyway has no code of its own for a lock that it did not get; whatever else it finds wrong by itself has one. */
    private static boolean isOfFlywaysLock(FlywayException failed) {
        return failed.getErrorCode() == CoreErrorCode.ERROR
                && String.valueOf(failed.getMessage()).contains("lock");
    }

    private static String reason(FlywayException failed) {
        String state = sqlState(failed).orElse("");
        if (state.equals(LOCK_NOT_AVAILABLE)) {
            return "a table is locked by a transaction that stays open, such as that of pg_dump or of a dashboard"
                    + " (operations.md#upgrade lists them)";
        }
        return state.isEmpty()
                ? "another program has Flyway's advisory lock, such as a node that is migrating (pg_locks names its process)"
                : "PostgreSQL refused, SQLSTATE " + state;
    }

    /** Returns false if the thread is to end. */
    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Before the script's first statement, in its transaction. */
    private static final class EndedWhenFrozen extends BaseCallback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute(UNLESS_FROZEN);
            } catch (SQLException failed) {
                throw new FlywayException("a migration's transaction cannot be prepared", failed);
            }
        }
    }

    private static Flyway flyway(DatabaseAddress address, String... further) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .jdbcProperties(SESSION)
                .callbacks(new EndedWhenFrozen())
                .lockRetryCount(QUESTIONS)
                .schemas(DatabaseAddress.SCHEMA)
                .defaultSchema(DatabaseAddress.SCHEMA)
                .locations(Stream.concat(Stream.of("classpath:lingdian/migration"), Stream.of(further))
                        .toArray(String[]::new))
                .validateMigrationNaming(true)
                .ignoreMigrationPatterns(new String[0])
                .load();
    }
}
