package lingdian.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table takes, and its indexes, in bytes.
 *
 * @param table its name, partitions of days together
 */
record TableSize(String table, long rows, long indexes) {
    private static final String SIZES = """
            SELECT regexp_replace(relname, '_[0-9]{8}$', '') AS name, sum(pg_table_size(relid))::bigint AS rows,
                   sum(pg_indexes_size(relid))::bigint AS indexes
            FROM pg_statio_user_tables WHERE schemaname IN ('lingdian', 'reporting') GROUP BY name ORDER BY rows DESC
            """;

    long all() {
        return rows + indexes;
    }

    /** All tables, the largest first. */
    static List<TableSize> read(Connection database) throws SQLException {
        var sizes = new ArrayList<TableSize>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(SIZES)) {
            while (rows.next()) {
                sizes.add(new TableSize(rows.getString("name"), rows.getLong("rows"), rows.getLong("indexes")));
            }
        }
        return sizes;
    }

    static long bytes(List<TableSize> sizes) {
        return sizes.stream().mapToLong(TableSize::all).sum();
    }
}
