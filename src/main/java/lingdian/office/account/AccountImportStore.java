package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;

/** The accounts that a table names. */
final class AccountImportStore {
    private static final String NAMED = """
            SELECT sign_in_name, id, name, role, authority, region, place_code FROM account
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
                    rows.forEach(row -> named.put(row.getString("sign_in_name"), account(row)));
                    return named;
                });
    }

    private static Account account(Row row) {
        return new Account(
                new AccountId(row.getUUID("id")),
                row.getString("name"),
                Role.of(row.getString("role")),
                Authority.orNull(row.getString("authority")),
                RegionCode.orNull(row.getString("region")),
                PlaceCode.orNull(row.getString("place_code")));
    }
}
