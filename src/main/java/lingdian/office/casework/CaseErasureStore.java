package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Erases cases whose time is over. */
final class CaseErasureStore {
    private static final String ERASE = "SELECT erase_cases($1) AS erased";

    /** @return how many were erased; there may be more where it is not zero */
    Future<Integer> erase(SqlConnection connection, int most) {
        return connection
                .preparedQuery(ERASE)
                .execute(Tuple.of(most))
                .map(rows -> rows.iterator().next().getInteger("erased"));
    }
}
