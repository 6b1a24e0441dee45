package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.AccountStore;

/** The accounts that a table names. */
final class AccountImportStore {
    private static final String NAMED = """
            SELECT sign_in_name, id, name, role, authority, region, place_code, other_place_codes FROM account
            WHERE sign_in_name = ANY ($1) AND ended_at IS NULL
            """;

    private static final String CAFES = "SELECT place_code FROM cafe WHERE place_code = ANY ($1)";

    /** Those of the place codes that are cafés. */
    Future<Set<String>> cafes(SqlClient client, List<String> placeCodes) {
        return client.preparedQuery(CAFES)
                .execute(Tuple.tuple().addArrayOfString(placeCodes.toArray(String[]::new)))
                .map(rows ->
                        rows.stream().map(row -> row.getString("place_code")).collect(Collectors.toSet()));
    }

    Future<Map<String, Account>> named(SqlClient client, List<String> signInNames) {
        return client.preparedQuery(NAMED)
                .execute(Tuple.tuple().addArrayOfString(signInNames.toArray(String[]::new)))
                .map(rows -> {
                    var named = new HashMap<String, Account>();
                    rows.forEach(row -> named.put(row.getString("sign_in_name"), AccountStore.account(row)));
                    return named;
                });
    }
}
