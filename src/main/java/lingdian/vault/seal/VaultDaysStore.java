package lingdian.vault.seal;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** Remembers which day keys seal a database's records: by their number, which reveals nothing about them. */
final class VaultDaysStore {
    private static final String NUMBER = "SELECT number FROM day_keys WHERE only_row";

    private static final String REMEMBER =
            "INSERT INTO day_keys (number) VALUES ($1) ON CONFLICT (only_row) DO NOTHING";

    /** The number of the day keys; null if there are none yet. */
    Future<@Nullable Long> number(SqlClient client) {
        return client.preparedQuery(NUMBER)
                .execute()
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong("number"));
    }

    /** @return the number that is remembered now, which may be another node's */
    Future<@Nullable Long> remember(SqlClient client, long number) {
        return client.preparedQuery(REMEMBER).execute(Tuple.of(number)).compose(done -> number(client));
    }
}
