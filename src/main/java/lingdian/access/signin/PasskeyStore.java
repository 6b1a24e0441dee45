package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.secret.Tokens;

/** Passkeys, and the challenges that they are asked to sign; any node may receive the answer, once. */
final class PasskeyStore {
    /** How long a challenge is valid. */
    static final Duration LASTS = Duration.ofMinutes(5);

    private static final String OF_ACCOUNT = """
            SELECT credential_id, public_key, sign_count, name, added_on, used_on, refused_on FROM passkey
            WHERE account = $1 ORDER BY added_on, credential_id
            """;
    /** Whoever adds one waits for whoever is adding one to the same account, so that they are counted. */
    private static final String LOCK_FACTOR = """
            SELECT 1 FROM second_factor WHERE account = $1 AND confirmed_at IS NOT NULL FOR UPDATE
            """;

    private static final String ADD = """
            INSERT INTO passkey (credential_id, account, public_key, sign_count, name, added_on)
            SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM passkey WHERE account = $2) < $7
            ON CONFLICT (credential_id) DO NOTHING
            """;
    private static final String REMOVE = "DELETE FROM passkey WHERE account = $1 AND credential_id = $2";
    private static final String SECRET_CHANGED = "UPDATE account SET changed_at = $2 WHERE id = $1";
    private static final String USED = """
            UPDATE passkey SET sign_count = $3, used_on = $4
            WHERE account = $1 AND credential_id = $2 AND refused_on IS NULL
              AND (sign_count < $3 OR sign_count = 0 AND $3 = 0)
            """;
    private static final String REFUSE = """
            UPDATE passkey SET refused_on = $3 WHERE account = $1 AND credential_id = $2 AND refused_on IS NULL
            """;
    private static final String KEEP_CHALLENGE = """
            INSERT INTO passkey_challenge (challenge_hash, browser_hash, account, purpose, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (browser_hash, purpose) DO UPDATE SET challenge_hash = $1, account = $3, expires_at = $5
            """;
    private static final String TAKE_CHALLENGE = """
            DELETE FROM passkey_challenge WHERE challenge_hash = $1 AND browser_hash = $2 AND purpose = $3
            RETURNING account, expires_at > $4 AS good
            """;
    private static final String SWEEP = "DELETE FROM passkey_challenge WHERE expires_at < $1";

    private final QueryPool pool;
    private final InstantSource clock;
    private final SignInSessionStore sessions;

    PasskeyStore(QueryPool pool, InstantSource clock, SignInSessionStore sessions) {
        this.pool = pool;
        this.clock = clock;
        this.sessions = sessions;
    }

    /** What a challenge is for. */
    enum Purpose {
        SIGN_IN,
        REGISTRATION;

        String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    Future<List<Passkey>> of(AccountId account) {
        return pool.preparedQuery(OF_ACCOUNT)
                .execute(Tuple.of(account.value()))
                .map(rows -> RowStream.of(rows).map(PasskeyStore::passkey).toList());
    }

    /**
     * Adds a passkey and ends all sessions. False if the account has no second factor or {@link Passkey#OF_ACCOUNT_MAX}
     * passkeys, or the passkey is known already, of whomever.
     */
    Future<Boolean> add(AccountId account, String id, String publicKey, long signCount, String name) {
        Tuple added = Tuple.of(
                bytes(id), account.value(), bytes(publicKey), signCount, name, today(), (long) Passkey.OF_ACCOUNT_MAX);
        return pool.withTransaction(connection -> connection
                        .preparedQuery(LOCK_FACTOR)
                        .execute(Tuple.of(account.value()))
                        .compose(locked ->
                                locked.size() == 0 ? Future.succeededFuture(false) : run(connection, ADD, added))
                        .compose(done -> changed(connection, account, done)))
                .map(Boolean.TRUE::equals);
    }

    /** Removes a passkey and ends all sessions; false if the account has none with this id. */
    Future<Boolean> remove(AccountId account, String id) {
        return pool.withTransaction(connection -> run(connection, REMOVE, Tuple.of(account.value(), bytes(id)))
                        .compose(done -> changed(connection, account, done)))
                .map(Boolean.TRUE::equals);
    }

    private Future<Boolean> changed(SqlConnection connection, AccountId account, boolean done) {
        return done
                ? run(connection, SECRET_CHANGED, Tuple.of(account.value(), now()))
                        .compose(changed -> sessions.endAll(connection, account))
                        .map(true)
                : Future.succeededFuture(false);
    }

    /** Notes a use. False if another use with this count or a later one came first, or the passkey is gone. */
    Future<Boolean> use(AccountId account, String id, long signCount) {
        return pool.preparedQuery(USED)
                .execute(Tuple.of(account.value(), bytes(id), signCount, today()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** From now on the passkey admits nobody. */
    Future<Void> refuse(AccountId account, String id) {
        return pool.preparedQuery(REFUSE)
                .execute(Tuple.of(account.value(), bytes(id), today()))
                .mapEmpty();
    }

    /**
     * Stores a challenge in place of the browser's earlier one.
     *
     * @param browser the secret of the cookie of the visit or session
     */
    Future<Void> keepChallenge(String challenge, String browser, AccountId account, Purpose purpose) {
        return pool.preparedQuery(KEEP_CHALLENGE)
                .execute(Tuple.of(hash(challenge), hash(browser), account.value(), purpose.wire(), now().plus(LASTS)))
                .mapEmpty();
    }

    /** Takes a challenge of this browser; empty if there is none, it was taken before, or it has expired. */
    Future<Optional<AccountId>> takeChallenge(String challenge, String browser, Purpose purpose) {
        return pool.preparedQuery(TAKE_CHALLENGE)
                .execute(Tuple.of(hash(challenge), hash(browser), purpose.wire(), now()))
                .map(rows -> RowStream.of(rows)
                        .filter(row -> row.getBoolean("good"))
                        .map(row -> new AccountId(row.getUUID("account")))
                        .findFirst());
    }

    Future<Void> sweep() {
        return pool.preparedQuery(SWEEP).execute(Tuple.of(now())).mapEmpty();
    }

    private static Passkey passkey(Row row) {
        return new Passkey(
                text(row.getBuffer("credential_id")),
                text(row.getBuffer("public_key")),
                row.getLong("sign_count"),
                row.getString("name"),
                row.getLocalDate("added_on"),
                row.getLocalDate("used_on"),
                row.getLocalDate("refused_on"));
    }

    private static Future<Boolean> run(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() == 1);
    }

    private static Buffer bytes(String base64Url) {
        return Buffer.buffer(Base64.getUrlDecoder().decode(base64Url));
    }

    private static String text(Buffer bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.getBytes());
    }

    private static Buffer hash(String secret) {
        return Buffer.buffer(Tokens.hash(secret));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
