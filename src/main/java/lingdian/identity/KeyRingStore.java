package lingdian.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Remembers which key ring seals a database, so that a start with another one is refused before it seals anything. */
public final class KeyRingStore {
    private static final String REMEMBER =
            "INSERT INTO key_ring (fingerprint) VALUES ($1) ON CONFLICT (only_row) DO NOTHING";

    private static final String REMEMBERED = "SELECT fingerprint FROM key_ring WHERE only_row";

    /** Remembers the first ring; fails with {@link KeyRingException} where the database was sealed by another one. */
    public Future<Void> check(SqlClient client, Vault vault) {
        return client.preparedQuery(REMEMBER)
                .execute(Tuple.of(vault.fingerprint()))
                .compose(done -> client.preparedQuery(REMEMBERED).execute())
                .compose(rows -> {
                    try {
                        vault.check(rows.iterator().next().getString("fingerprint"));
                        return Future.succeededFuture();
                    } catch (KeyRingException other) {
                        return Future.failedFuture(other);
                    }
                });
    }
}
