package lingdian.platform.database;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the schema of this program. Blocking; runs before any port opens.
 *
 * <p>Flyway holds a lock during each script, so that of several instances that start at once one runs it and the others
 * wait. It refuses the schema of a later version: this version would overwrite that one's repeatable scripts with its
 * own.
 */
public final class Migrations {
    private static final String DEADLOCK = "40P01";
    private static final int ATTEMPTS = 30;

    private Migrations() {}

    /**
     * Retried after a deadlock with working nodes: PostgreSQL rolls back one of the two, here all of a script.
     *
     * @param further locations of scripts of a later version
     * @return how many migrations were applied; 0 if the schema was current
     */
    public static int run(DatabaseAddress address, String... further) {
        for (int attempt = 1; ; attempt++) {
            try {
                return flyway(address, further).migrate().migrationsExecuted;
            } catch (FlywayException failed) {
                if (attempt == ATTEMPTS || !isDeadlock(failed)) {
                    throw failed;
                }
            }
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

    private static boolean isDeadlock(FlywayException failed) {
        return sqlState(failed).filter(DEADLOCK::equals).isPresent();
    }

    private static Flyway flyway(DatabaseAddress address, String... further) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .schemas(DatabaseAddress.SCHEMA)
                .defaultSchema(DatabaseAddress.SCHEMA)
                .locations(Stream.concat(Stream.of("classpath:lingdian/migration"), Stream.of(further))
                        .toArray(String[]::new))
                .validateMigrationNaming(true)
                .ignoreMigrationPatterns(new String[0])
                .load();
    }
}
