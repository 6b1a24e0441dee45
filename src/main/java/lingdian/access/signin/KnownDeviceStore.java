package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import lingdian.domain.AccountId;
import lingdian.platform.database.QueryPool;
import lingdian.platform.secret.Tokens;

/**
 * The browsers on which each person has signed in or set the password, by the hash of a cookie.
 *
 * <p>An attempt from a known device is counted by the device instead of by name and address, so nobody else's failures
 * can lock its owner out (OWASP ASVS 5, 6.3.1).
 */
final class KnownDeviceStore {
    /** How long a device is known after a sign-in. */
    static final Duration LASTS = Duration.ofDays(180);

    private static final int OF_ACCOUNT_MAX = 20;

    private static final String IS_KNOWN = """
            SELECT 1 FROM known_device d JOIN account a ON a.id = d.account
            WHERE d.id_hash = $1 AND a.sign_in_name = $2 AND a.ended_at IS NULL AND d.expires_at > $3
            """;
    private static final String REMEMBER = """
            INSERT INTO known_device (id_hash, account, used_at, expires_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (id_hash, account) DO UPDATE SET used_at = $3, expires_at = $4
            """;
    private static final String FORGET_OLDEST = """
            DELETE FROM known_device WHERE account = $1 AND id_hash IN (
              SELECT id_hash FROM known_device WHERE account = $1 ORDER BY used_at DESC, id_hash OFFSET $2)
            """;
    private static final String FORGET_ALL = "DELETE FROM known_device WHERE account = $1";
    private static final String SWEEP = "DELETE FROM known_device WHERE expires_at < $1";

    private final QueryPool pool;
    private final InstantSource clock;

    KnownDeviceStore(QueryPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Whether the person with this sign-in name has signed in on a device. */
    Future<Boolean> isKnown(String device, String signInName) {
        return pool.preparedQuery(IS_KNOWN)
                .execute(Tuple.of(hash(device), signInName, now()))
                .map(rows -> rows.size() == 1);
    }

    /** Remembers a device after a good sign-in or a new password, and forgets those that were not used for longest if there are many. */
    Future<Void> remember(String device, AccountId account) {
        return pool.preparedQuery(REMEMBER)
                .execute(Tuple.of(hash(device), account.value(), now(), now().plus(LASTS)))
                .compose(remembered ->
                        pool.preparedQuery(FORGET_OLDEST).execute(Tuple.of(account.value(), OF_ACCOUNT_MAX)))
                .mapEmpty();
    }

    /** Forgets all devices of an account, whose password may have been known to somebody else. */
    Future<Void> forgetAll(SqlClient client, AccountId account) {
        return client.preparedQuery(FORGET_ALL)
                .execute(Tuple.of(account.value()))
                .mapEmpty();
    }

    Future<Void> sweep() {
        return pool.preparedQuery(SWEEP).execute(Tuple.of(now())).mapEmpty();
    }

    private static Buffer hash(String device) {
        return Buffer.buffer(Tokens.hash(device));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
