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
            SELECT sign_in_name, id, name, role, authority, region, place_code, other_place_codes,
              token_hash IS NULL AND provider_subject IS NULL
                AND NOT EXISTS (SELECT FROM password p WHERE p.account = a.id) AS is_newcomer
            FROM account a
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

    /** @param newcomer whether its person has neither a password, nor a token, nor an identity provider */
    record Named(Account account, boolean newcomer) {}

    /** By sign-in name. */
    Future<Map<String, Named>> named(SqlClient client, List<String> signInNames) {
        return client.preparedQuery(NAMED)
                .execute(Tuple.tuple().addArrayOfString(signInNames.toArray(String[]::new)))
                .map(rows -> {
                    var named = new HashMap<String, Named>();
                    rows.forEach(row -> named.put(
                            row.getString("sign_in_name"),
                            new Named(AccountStore.account(row), row.getBoolean("is_newcomer"))));
                    return named;
                });
    }
}
