package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lingdian.domain.AccountId;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.secret.Tokens;
import org.jspecify.annotations.Nullable;

/** The people who may sign in: their passwords, the invitations to set one, and their second factors. */
final class PeopleStore {
    private static final String PERSON = """
            SELECT a.id, a.name, a.role, a.sign_in_name, p.hash, f.sealed, f.last_step,
              coalesce(a.changed_at, a.created_at) AS unchanged_since,
              ARRAY(SELECT r.code_hash FROM recovery_code r WHERE r.account = a.id AND r.used_at IS NULL) AS recovery
            FROM account a
              LEFT JOIN password p ON p.account = a.id
              LEFT JOIN second_factor f ON f.account = a.id AND f.confirmed_at IS NOT NULL
            """;
    private static final String BY_NAME = PERSON + " WHERE a.sign_in_name = $1 AND a.ended_at IS NULL";
    private static final String BY_ID = PERSON + " WHERE a.id = $1 AND a.ended_at IS NULL";
    private static final String BY_INVITATION = PERSON + """
             JOIN invitation i ON i.account = a.id
            WHERE i.token_hash = $1 AND i.expires_at > $2 AND a.ended_at IS NULL AND a.sign_in_name IS NOT NULL
            """;
    private static final String HAS_NAME = """
            SELECT 1 FROM account WHERE id = $1 AND sign_in_name IS NOT NULL AND ended_at IS NULL
            """;
    private static final String IS_NEWCOMER = """
            SELECT 1 FROM account a
            WHERE id = $1 AND sign_in_name IS NOT NULL AND ended_at IS NULL
              AND token_hash IS NULL AND provider_subject IS NULL
              AND NOT EXISTS (SELECT FROM password p WHERE p.account = a.id)
            """;
    private static final String UNINVITE = "DELETE FROM invitation WHERE account = $1";
    private static final String INVITE = """
            INSERT INTO invitation (token_hash, account, made_at, expires_at) VALUES ($1, $2, $3, $4)
            """;
    /** A password that was set while this waited for the earlier invitation is seen by this statement. */
    private static final String INVITE_NEWCOMER = """
            INSERT INTO invitation (token_hash, account, made_at, expires_at)
            SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM password p WHERE p.account = $2)
            """;

    private static final String TAKE_INVITATION = """
            DELETE FROM invitation WHERE token_hash = $1 AND account = $2 AND expires_at > $3
            """;
    private static final String SET_PASSWORD = """
            INSERT INTO password (account, hash, set_at) VALUES ($1, $2, $3)
            ON CONFLICT (account) DO UPDATE SET hash = $2, set_at = $3
            """;
    private static final String RENEW = "UPDATE password SET hash = $3 WHERE account = $1 AND hash = $2";
    private static final String BEGIN_FACTOR = """
            INSERT INTO second_factor AS f (account, sealed) VALUES ($1, $2)
            ON CONFLICT (account) DO UPDATE SET sealed = $2 WHERE f.confirmed_at IS NULL
            """;
    private static final String UNCONFIRMED = """
            SELECT sealed FROM second_factor WHERE account = $1 AND confirmed_at IS NULL
            """;
    private static final String CONFIRM = """
            UPDATE second_factor SET confirmed_at = $3, last_step = $2 WHERE account = $1 AND confirmed_at IS NULL
            """;
    private static final String TAKE_CODE = """
            UPDATE second_factor SET last_step = $2, sealed = $3 WHERE account = $1 AND last_step < $2
            """;
    private static final String TAKE_RECOVERY_CODE = """
            UPDATE recovery_code SET used_at = $3 WHERE account = $1 AND code_hash = $2 AND used_at IS NULL
            """;
    private static final String NEW_RECOVERY_CODE = "INSERT INTO recovery_code (account, code_hash) VALUES ($1, $2)";
    private static final String DROP_RECOVERY_CODES = "DELETE FROM recovery_code WHERE account = $1";
    private static final String HAS_FACTOR = "SELECT 1 FROM second_factor WHERE account = $1";
    /** Whoever drops a factor waits for whoever is adding a passkey to it, which would keep it. */
    private static final String LOCK_FACTOR = "SELECT 1 FROM second_factor WHERE account = $1 FOR UPDATE";

    private static final String DROP_FACTOR = "DELETE FROM second_factor WHERE account = $1";
    private static final String DROP_PASSKEYS = "DELETE FROM passkey WHERE account = $1";
    /** Whoever has shown a former password, or lost the factor, does not finish a second step. */
    private static final String DROP_CHALLENGES = "DELETE FROM passkey_challenge WHERE account = $1";

    private static final String SECRET_CHANGED = "UPDATE account SET changed_at = $2 WHERE id = $1";
    private static final String SWEEP = "DELETE FROM invitation WHERE expires_at < $1";

    private final QueryPool pool;
    private final InstantSource clock;
    private final SignInSessionStore sessions;
    private final KnownDeviceStore devices;

    PeopleStore(QueryPool pool, InstantSource clock, SignInSessionStore sessions, KnownDeviceStore devices) {
        this.pool = pool;
        this.clock = clock;
        this.sessions = sessions;
        this.devices = devices;
    }

    Future<Optional<Person>> named(String signInName) {
        return one(BY_NAME, Tuple.of(signInName));
    }

    Future<Optional<Person>> of(AccountId account) {
        return one(BY_ID, Tuple.of(account.value()));
    }

    /** The person whom an invitation is for; empty if it has expired or was used. */
    Future<Optional<Person>> invited(String token) {
        return one(BY_INVITATION, Tuple.of(Buffer.buffer(Tokens.hash(token)), now()));
    }

    /** Stores an invitation and cancels earlier ones. False if the account has no sign-in name, or does not exist. */
    Future<Boolean> invite(AccountId account, String token, Duration lasts) {
        return invite(HAS_NAME, INVITE, account, token, lasts);
    }

    /** Also invites the person; false if they have a password, a token or an identity provider already. */
    Future<Boolean> inviteNewcomer(AccountId account, String token, Duration lasts) {
        return invite(IS_NEWCOMER, INVITE_NEWCOMER, account, token, lasts);
    }

    private Future<Boolean> invite(String condition, String sql, AccountId account, String token, Duration lasts) {
        Tuple invitation = Tuple.of(Buffer.buffer(Tokens.hash(token)), account.value(), now(), now().plus(lasts));
        return pool.withTransaction(connection -> connection
                        .preparedQuery(condition)
                        .execute(Tuple.of(account.value()))
                        .compose(found -> found.size() == 0
                                ? Future.succeededFuture(false)
                                : run(connection, UNINVITE, Tuple.of(account.value()))
                                        .compose(gone ->
                                                connection.preparedQuery(sql).execute(invitation))
                                        .map(made -> made.rowCount() == 1)))
                .map(Boolean.TRUE::equals);
    }

    /**
     * Sets a password, cancels all invitations, ends all sessions and forgets all devices. False if an invitation was
     * used and no longer exists.
     */
    Future<Boolean> setPassword(AccountId account, String hash, @Nullable String invitation) {
        return pool.withTransaction(connection -> takeInvitation(connection, account, invitation)
                        .compose(taken ->
                                taken ? setPassword(connection, account, hash) : Future.succeededFuture(false)))
                .map(Boolean.TRUE::equals);
    }

    /** Replaces the hash of an unchanged password by one of a new cost. */
    Future<Void> renew(AccountId account, String before, String hash) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(account.value(), before, hash))
                .mapEmpty();
    }

    /** Stores the secret that is shown, until it is confirmed. False if there is a confirmed one. */
    Future<Boolean> beginFactor(AccountId account, byte[] sealed) {
        return changed(BEGIN_FACTOR, Tuple.of(account.value(), Buffer.buffer(sealed)));
    }

    Future<Optional<byte[]>> unconfirmedFactor(AccountId account) {
        return pool.preparedQuery(UNCONFIRMED)
                .execute(Tuple.of(account.value()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBuffer(0).getBytes()));
    }

    /** Activates the factor, with recovery codes. False if it was confirmed meanwhile. */
    Future<Boolean> confirmFactor(AccountId account, long step, List<byte[]> recoveryHashes) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(CONFIRM)
                        .execute(Tuple.of(account.value(), step, now()))
                        .compose(confirmed -> confirmed.rowCount() == 0
                                ? Future.succeededFuture(false)
                                : newRecoveryCodes(connection, account, recoveryHashes)
                                        .compose(kept -> secretChanged(connection, account))
                                        .compose(changed -> sessions.endAll(connection, account))
                                        .map(true)))
                .map(Boolean.TRUE::equals);
    }

    /** Accepts a code of this step, unless one of it or a later step was accepted. */
    Future<Boolean> takeCode(AccountId account, long step, byte[] sealed) {
        return changed(TAKE_CODE, Tuple.of(account.value(), step, Buffer.buffer(sealed)));
    }

    Future<Boolean> takeRecoveryCode(AccountId account, byte[] hash) {
        return changed(TAKE_RECOVERY_CODE, Tuple.of(account.value(), Buffer.buffer(hash), now()));
    }

    Future<Boolean> hasFactor(AccountId account) {
        return changed(HAS_FACTOR, Tuple.of(account.value()));
    }

    /**
     * Removes the second factor with its passkeys and ends all sessions. False, and nothing is done, if there was none.
     */
    Future<Boolean> dropFactor(AccountId account) {
        return pool.withTransaction(connection -> run(connection, LOCK_FACTOR, Tuple.of(account.value()))
                        .compose(locked -> run(connection, DROP_PASSKEYS, Tuple.of(account.value())))
                        .compose(gone -> connection.preparedQuery(DROP_FACTOR).execute(Tuple.of(account.value())))
                        .compose(dropped -> dropped.rowCount() == 0
                                ? Future.succeededFuture(false)
                                : factorDropped(connection, account).map(true)))
                .map(Boolean.TRUE::equals);
    }

    private Future<Void> factorDropped(SqlConnection connection, AccountId account) {
        return run(connection, DROP_RECOVERY_CODES, Tuple.of(account.value()))
                .compose(gone -> run(connection, DROP_CHALLENGES, Tuple.of(account.value())))
                .compose(gone -> secretChanged(connection, account))
                .compose(changed -> sessions.endAll(connection, account))
                .compose(ended -> devices.forgetAll(connection, account));
    }

    Future<Void> sweep() {
        return pool.preparedQuery(SWEEP).execute(Tuple.of(now())).mapEmpty();
    }

    private Future<Boolean> takeInvitation(SqlConnection connection, AccountId account, @Nullable String invitation) {
        return invitation == null
                ? Future.succeededFuture(true)
                : connection
                        .preparedQuery(TAKE_INVITATION)
                        .execute(Tuple.of(Buffer.buffer(Tokens.hash(invitation)), account.value(), now()))
                        .map(taken -> taken.rowCount() == 1);
    }

    private Future<Boolean> setPassword(SqlConnection connection, AccountId account, String hash) {
        return run(connection, SET_PASSWORD, Tuple.of(account.value(), hash, now()))
                .compose(set -> run(connection, UNINVITE, Tuple.of(account.value())))
                .compose(gone -> run(connection, DROP_CHALLENGES, Tuple.of(account.value())))
                .compose(gone -> secretChanged(connection, account))
                .compose(changed -> sessions.endAll(connection, account))
                .compose(ended -> devices.forgetAll(connection, account))
                .map(true);
    }

    private Future<Void> secretChanged(SqlConnection connection, AccountId account) {
        return run(connection, SECRET_CHANGED, Tuple.of(account.value(), now()));
    }

    private static Future<Void> newRecoveryCodes(SqlConnection connection, AccountId account, List<byte[]> hashes) {
        List<Tuple> rows = hashes.stream()
                .map(hash -> Tuple.of(account.value(), Buffer.buffer(hash)))
                .toList();
        return run(connection, DROP_RECOVERY_CODES, Tuple.of(account.value()))
                .compose(gone -> connection
                        .preparedQuery(NEW_RECOVERY_CODE)
                        .executeBatch(rows)
                        .mapEmpty());
    }

    private Future<Optional<Person>> one(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(PeopleStore::first);
    }

    private static Optional<Person> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(person(rows.iterator().next()));
    }

    private static Person person(Row row) {
        Buffer sealed = row.getBuffer("sealed");
        return new Person(
                new AccountId(row.getUUID("id")),
                row.getString("name"),
                row.getString("role"),
                row.getString("sign_in_name"),
                row.getString("hash"),
                sealed == null
                        ? null
                        : new Person.Factor(
                                sealed.getBytes(), row.getLong("last_step"), hashes(row.getArrayOfBuffers("recovery"))),
                Columns.instant(row, "unchanged_since"));
    }

    private static List<byte[]> hashes(Buffer[] buffers) {
        return Arrays.stream(buffers).map(Buffer::getBytes).toList();
    }

    private Future<Boolean> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() == 1);
    }

    private static Future<Void> run(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).mapEmpty();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
