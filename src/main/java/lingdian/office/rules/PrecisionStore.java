package lingdian.office.rules;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import lingdian.law.casework.Precision;
import lingdian.platform.QueryPool;
import lingdian.platform.RowStream;

/**
 * How precise each rule is, by people's decisions on its findings.
 *
 * <p>For the whole country and not by a reader's scope: a rule is good or bad for all, and the figures identify no
 * person.
 */
public final class PrecisionStore {
    private static final String PRECISION = """
            SELECT code, rule_version, count(*) FILTER (WHERE action = 'confirm') AS confirmed,
                   count(*) FILTER (WHERE action = 'dismiss') AS dismissed
            FROM case_step WHERE action IN ('confirm', 'dismiss')
            GROUP BY code, rule_version ORDER BY code, rule_version
            """;

    private static final String OF_RULE = """
            SELECT code, rule_version, count(*) FILTER (WHERE action = 'confirm') AS confirmed,
                   count(*) FILTER (WHERE action = 'dismiss') AS dismissed
            FROM case_step WHERE action IN ('confirm', 'dismiss') AND code = $1
            GROUP BY code, rule_version
            """;

    private final QueryPool pool;

    public PrecisionStore(QueryPool pool) {
        this.pool = pool;
    }

    /** By code and version; only rules with a decided finding. */
    public Future<List<Precision>> all() {
        return pool.preparedQuery(PRECISION).execute().map(PrecisionStore::precisions);
    }

    /** Of one rule, by version, as of this transaction. */
    public static Future<List<Precision>> of(SqlClient client, String code) {
        return client.preparedQuery(OF_RULE).execute(Tuple.of(code)).map(PrecisionStore::precisions);
    }

    private static List<Precision> precisions(RowSet<Row> rows) {
        return RowStream.of(rows)
                .map(row -> new Precision(
                        row.getString("code"),
                        row.getString("rule_version"),
                        row.getLong("confirmed"),
                        row.getLong("dismissed")))
                .toList();
    }
}
