package lingdian.benchmark;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What PostgreSQL has counted since it began: transactions, the log, and the versions of rows that it wrote.
 *
 * <p>A backend reports its rows and transactions once a second, so over 20 s they are right to 5 %. The log is exact.
 *
 * @param log bytes of it
 * @param images whole pages that it holds, each the first change of a page after a checkpoint
 * @param tables by their names, partitions of days together
 */
record DatabaseCounters(long commits, long log, long images, Map<String, Rows> tables) {
    private static final String SERVER = """
            SELECT xact_commit, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint, wal_fpi
            FROM pg_stat_database, pg_stat_wal WHERE datname = current_database()
            """;
    private static final String TABLES = """
            SELECT regexp_replace(relname, '_[0-9]{8}$', ''), sum(n_tup_ins)::bigint, sum(n_tup_upd)::bigint, sum(n_tup_hot_upd)::bigint,
                   sum(n_tup_del)::bigint
            FROM pg_stat_user_tables WHERE schemaname = 'lingdian' GROUP BY 1
            """;
    private static final double FEW = 0.005;

    /** @param inPlace updates that left all indexes as they were ("HOT") */
    record Rows(long inserted, long updated, long inPlace, long deleted) {
        static final Rows NONE = new Rows(0, 0, 0, 0);

        Rows since(Rows before) {
            return new Rows(
                    inserted - before.inserted,
                    updated - before.updated,
                    inPlace - before.inPlace,
                    deleted - before.deleted);
        }

        long versions() {
            return inserted + updated;
        }
    }

    static DatabaseCounters read(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            var tables = new TreeMap<String, Rows>();
            try (ResultSet rows = statement.executeQuery(TABLES)) {
                while (rows.next()) {
                    tables.put(
                            rows.getString(1),
                            new Rows(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
                }
            }
            try (ResultSet row = statement.executeQuery(SERVER)) {
                row.next();
                return new DatabaseCounters(row.getLong(1), row.getLong(2), row.getLong(3), tables);
            }
        }
    }

    DatabaseCounters since(DatabaseCounters before) {
        var rows = new TreeMap<String, Rows>();
        tables.forEach((name, now) -> rows.put(name, now.since(before.tables.getOrDefault(name, Rows.NONE))));
        return new DatabaseCounters(commits - before.commits, log - before.log, images - before.images, rows);
    }

    /** Adds the figures of an event, and says which tables the versions of rows are in. */
    void addTo(Runs figures, double events) {
        figures.add("PostgreSQL, bytes of log an event", log / events);
        figures.add("PostgreSQL, whole pages in the log, of 1,000 events", 1e3 * images / events);
        figures.add(
                "PostgreSQL, versions of rows an event",
                tables.values().stream().mapToLong(Rows::versions).sum() / events);
        figures.add("events a transaction", events / commits);
        tables.forEach((name, rows) -> {
            if (rows.versions() / events >= FEW) {
                System.out.printf(
                        Locale.ROOT,
                        "    %-20s an event: inserted %.3f, updated %.3f (in place %.3f), deleted %.3f%n",
                        name,
                        rows.inserted / events,
                        rows.updated / events,
                        rows.inPlace / events,
                        rows.deleted / events);
            }
        });
    }
}
