package lingdian.office.rules;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import lingdian.law.casework.Precision;
import lingdian.law.casework.Refutation;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

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

    private static final String REFUTATION = """
            WITH numbered AS (
              SELECT step.action, step.account, step.place_code, cafe.region,
                     row_number() OVER (PARTITION BY step.place_code, step.account ORDER BY step.at, step.violation_id) AS turn
              FROM case_step AS step JOIN cafe ON cafe.place_code = step.place_code JOIN account ON account.id = step.account
              WHERE step.action IN ('confirm', 'dismiss') AND step.code = $1 AND step.rule_version = ANY ($2)
                AND ($3::timestamptz IS NULL OR step.at > $3)
                AND step.at >= coalesce(step.account_since, account.changed_at, account.created_at) + make_interval(secs => $5))
            SELECT count(*) FILTER (WHERE action = 'confirm') AS confirmed, count(*) FILTER (WHERE action = 'dismiss') AS dismissed,
                   count(DISTINCT account) AS accounts, count(DISTINCT region) AS counties, count(DISTINCT place_code) AS cafes
            FROM numbered WHERE turn <= $4
            """;

    private final QueryPool pool;

    public PrecisionStore(QueryPool pool) {
        this.pool = pool;
    }

    /** By code and version; only rules with a decided finding. */
    public Future<List<Precision>> all() {
        return pool.preparedQuery(PRECISION).execute().map(PrecisionStore::precisions);
    }

    /**
     * What the checks of a rule came to, as of this transaction.
     *
     * @param versions of the rules that made the findings
     * @param after earlier checks do not count; null: all do
     * @param unchanged for how long an account must have been unchanged at its check
     */
    public static Future<Refutation> refutation(
            SqlClient client, String code, Set<String> versions, @Nullable Instant after, Duration unchanged) {
        return client.preparedQuery(REFUTATION)
                .execute(Tuple.of(
                        code, versions.toArray(String[]::new), Columns.utc(after), Refutation.OF_ONE_PAIR, (double)
                                unchanged.toSeconds()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Refutation(
                            code,
                            row.getLong("confirmed"),
                            row.getLong("dismissed"),
                            row.getLong("accounts"),
                            row.getLong("counties"),
                            row.getLong("cafes"));
                });
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
