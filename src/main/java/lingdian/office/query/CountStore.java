package lingdian.office.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** Counts what a list has, to its reader. */
public final class CountStore {
    private CountStore() {}

    /**
     * How many rows meet the conditions of a list.
     *
     * @param from the FROM clause of the list
     */
    public static Future<Long> count(SqlClient client, String from, Conditions conditions) {
        return client.preparedQuery("SELECT count(*) " + from + "\n" + conditions.where())
                .execute(conditions.values())
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
