package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;

/** Reads who is of an authority, so that cases can be assigned to people by their accounts. */
final class ColleagueStore {
    private static final int COLLEAGUES_MAX = 500;

    private static final String COLLEAGUES = """
            SELECT id, name, region FROM account
            WHERE role = 'regulator' AND ended_at IS NULL AND authority = $1 AND (region LIKE $2 OR region = ANY ($3))
            ORDER BY name, id LIMIT $4
            """;

    private final QueryPool pool;

    ColleagueStore(QueryPool pool) {
        this.pool = pool;
    }

    /** Those whose region meets this one: one covers the other. By name. */
    Future<List<Colleague>> meeting(Authority authority, RegionCode region) {
        String[] covering = region.covering().stream().map(RegionCode::value).toArray(String[]::new);
        return pool.preparedQuery(COLLEAGUES)
                .execute(Tuple.of(authority.wire(), region.prefix() + "%", covering, COLLEAGUES_MAX))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Colleague(
                                new AccountId(row.getUUID("id")),
                                row.getString("name"),
                                new RegionCode(row.getString("region"))))
                        .toList());
    }
}
