package lingdian.office.inspection;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.domain.region.Scope;
import lingdian.office.query.Conditions;
import lingdian.platform.database.RowStream;

/** Cafés that an account puts on its round of a night. Those of earlier nights are removed when somebody adds one. */
final class RoundCafeStore {
    private static final String OF = """
            SELECT place_code FROM round_cafe WHERE account = $1 AND added_at > $2 ORDER BY added_at, place_code
            """;
    private static final String REMOVE_EARLIER = "DELETE FROM round_cafe WHERE added_at <= $1";
    private static final String ADD = """
            INSERT INTO round_cafe (account, place_code, added_at)
            SELECT $1, place_code, $3 FROM cafe WHERE place_code = $2 AND ($4::text IS NULL OR region LIKE $4)
            ON CONFLICT (account, place_code) DO UPDATE SET added_at = excluded.added_at
            """;
    private static final String REMOVE = "DELETE FROM round_cafe WHERE account = $1 AND place_code = $2";

    /** In the order in which they were added. */
    Future<List<String>> of(SqlClient client, AccountId account, Instant since) {
        return client.preparedQuery(OF)
                .execute(Tuple.of(account.value(), utc(since)))
                .map(rows -> RowStream.of(rows)
                        .map(row -> row.getString("place_code"))
                        .toList());
    }

    Future<Void> removeEarlier(SqlClient client, Instant since) {
        return client.preparedQuery(REMOVE_EARLIER)
                .execute(Tuple.of(utc(since)))
                .mapEmpty();
    }

    /** False if the scope has no such café. */
    Future<Boolean> add(SqlClient client, AccountId account, Scope scope, PlaceCode placeCode, Instant now) {
        return client.preparedQuery(ADD)
                .execute(Tuple.of(
                        account.value(), placeCode.value(), utc(now), Conditions.regionPattern(scope.region())))
                .map(added -> added.rowCount() == 1);
    }

    Future<Void> remove(SqlClient client, AccountId account, PlaceCode placeCode) {
        return client.preparedQuery(REMOVE)
                .execute(Tuple.of(account.value(), placeCode.value()))
                .mapEmpty();
    }
}
