package lingdian.platform;

import org.flywaydb.core.Flyway;

/**
 * Brings a database to the schema of this program. Blocking; runs before any port opens.
 *
 * <p>Flyway holds a lock meanwhile, so that of several instances that start at once one migrates and the others wait. It
 * refuses a schema that a later version made: this one would put its own scripts that run anew over the later ones.
 */
public final class Migrations {
    private Migrations() {}

    /** @return how many migrations were applied; 0 where the schema was current */
    public static int run(DatabaseAddress address) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .schemas(DatabaseAddress.SCHEMA)
                .defaultSchema(DatabaseAddress.SCHEMA)
                .locations("classpath:lingdian/migration")
                .validateMigrationNaming(true)
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
