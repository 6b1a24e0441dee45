package lingdian.record.hours;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import lingdian.law.hours.Area;
import lingdian.law.hours.FactsChanges;
import org.jspecify.annotations.Nullable;

/**
 * The area of each change counted by {@code head.facts_version}, so that a node that knows thousands of cafés reads
 * again only those that a change affects.
 *
 * <p>The last {@value #KEPT} changes are kept. A node that is further behind reads all its cafés again, and so does one
 * that finds a count without its change, which another version of the program may have made.
 */
public final class FactsChangeStore {
    static final int KEPT = 1_000;

    private static final String COUNT = """
            WITH counted AS (UPDATE head SET facts_version = facts_version + 1 WHERE only_row RETURNING facts_version),
              forgotten AS (DELETE FROM facts_change WHERE version <= (SELECT facts_version FROM counted) - $2)
            INSERT INTO facts_change (version, area) SELECT facts_version, $1 FROM counted
            """;
    private static final String SINCE = "SELECT version, area FROM facts_change WHERE version > $1 AND version <= $2";

    private FactsChangeStore() {}

    /** Takes the lock on {@code head}, for a change of the cafés in {@code area}. */
    public static Future<Void> count(SqlConnection connection, Area area) {
        return count(
                connection,
                switch (area) {
                    case Area.Cafe cafe -> cafe.placeCode().value();
                    case Area.Region region -> region.code().value();
                });
    }

    /**
     * Takes the lock on {@code head}, for a change of facts that apply to all cafés and are not read by café: the
     * rules.
     */
    public static Future<Void> countRules(SqlConnection connection) {
        return count(connection, (String) null);
    }

    private static Future<Void> count(SqlConnection connection, @Nullable String area) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(area, (long) KEPT))
                .mapEmpty();
    }

    /**
     * The changes after {@code known} up to {@code version}, which the caller read in the same or an earlier snapshot.
     */
    public static Future<FactsChanges> since(SqlClient client, long known, long version) {
        if (version - known > KEPT) {
            return Future.succeededFuture(FactsChanges.ANYWHERE);
        }
        return client.preparedQuery(SINCE).execute(Tuple.of(known, version)).map(rows -> {
            Map<String, Long> newest = new HashMap<>();
            for (Row row : rows) {
                String area = row.getString("area");
                if (area != null) {
                    newest.merge(area, row.getLong("version"), Math::max);
                }
            }
            return rows.size() == version - known ? new FactsChanges(newest) : FactsChanges.ANYWHERE;
        });
    }
}
