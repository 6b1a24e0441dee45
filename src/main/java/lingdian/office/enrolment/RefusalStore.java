package lingdian.office.enrolment;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import lingdian.platform.http.ClientAddress;
import lingdian.vault.seal.Vault;

/** Counts the wrong codes of each network, over all nodes. */
final class RefusalStore {
    static final int HOURLY_MAX = 10;
    private static final Duration HOUR = Duration.ofHours(1);

    private static final String HAS_ALL = """
            SELECT FROM enrolment_refusal AS r
            WHERE network = $1 AND (SELECT count(*) FROM unnest(r.times) AS t WHERE t > $2) >= $3
            """;

    /** One statement counts and decides, so that no more get through when many come at once. */
    private static final String COUNT = """
            INSERT INTO enrolment_refusal AS r (network, times, last_at) VALUES ($1, ARRAY[$2::timestamptz], $2)
            ON CONFLICT (network) DO UPDATE SET
              times = array_append((SELECT array_agg(t ORDER BY t) FROM unnest(r.times) AS t WHERE t > $3), $2),
              last_at = $2
            WHERE (SELECT count(*) FROM unnest(r.times) AS t WHERE t > $3) < $4
            """;

    private static final String FORGET = """
            DELETE FROM enrolment_refusal WHERE network IN (
              SELECT network FROM enrolment_refusal WHERE last_at <= $1 LIMIT 100 FOR UPDATE SKIP LOCKED)
            """;

    private final Vault vault;

    RefusalStore(Vault vault) {
        this.vault = vault;
    }

    /** Counts a wrong code; false, and no row is locked or written, if the network had its ten of this hour before. */
    Future<Boolean> count(SqlClient client, ClientAddress address, Instant now) {
        Buffer network = Buffer.buffer(
                vault.contentMac(("enrolment address\0" + address.network()).getBytes(StandardCharsets.UTF_8)));
        return client.preparedQuery(HAS_ALL)
                .execute(Tuple.of(network, utc(now.minus(HOUR)), HOURLY_MAX))
                .compose(full -> full.size() == 1 ? Future.succeededFuture(false) : count(client, network, now));
    }

    private static Future<Boolean> count(SqlClient client, Buffer network, Instant now) {
        return client.preparedQuery(COUNT)
                .execute(Tuple.of(network, utc(now), utc(now.minus(HOUR)), HOURLY_MAX))
                .compose(counted ->
                        counted.rowCount() == 1 ? forget(client, now).map(true) : Future.succeededFuture(false));
    }

    /** Rows that no longer count, with those that are added: so there are never more than of an hour. */
    private static Future<Void> forget(SqlClient client, Instant now) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(utc(now.minus(HOUR))))
                .mapEmpty();
    }
}
