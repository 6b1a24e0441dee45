package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Erases cases and site records whose time is over. */
final class CaseErasureStore {
    private static final String ERASE = "SELECT erase_cases($1) AS erased";
    private static final String ERASE_RECORDS = "SELECT erase_site_records($1) AS erased";

    /** @return how many were erased; there may be more where it is not zero */
    Future<Integer> erase(SqlConnection connection, int most) {
        return erase(connection, ERASE, most);
    }

    /** Likewise versions of site records, with their signatures. */
    Future<Integer> eraseRecords(SqlConnection connection, int most) {
        return erase(connection, ERASE_RECORDS, most);
    }

    private static Future<Integer> erase(SqlConnection connection, String sql, int most) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(most))
                .map(rows -> rows.iterator().next().getInteger("erased"));
    }
}
