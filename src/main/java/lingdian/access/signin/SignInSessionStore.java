package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lingdian.domain.AccountId;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.secret.Tokens;
import lingdian.platform.settings.SignInSettings;
import org.jspecify.annotations.Nullable;

/**
 * Sessions, in the database only: every node knows them, and one that is ended anywhere is ended everywhere.
 *
 * <p>A change of the account's rights ends its sessions too; the database does that by itself.
 */
final class SignInSessionStore {
    /** Whoever changes a secret of the account comes before this and is seen, or after it and ends the session. */
    private static final String BEGIN = """
            WITH unchanged AS (
              SELECT id FROM account
              WHERE id = $2 AND ended_at IS NULL AND coalesce(changed_at, created_at) = coalesce($8, changed_at, created_at)
              FOR SHARE
            ), ended AS (UPDATE sign_in_session SET ended_at = $3 WHERE id_hash IN (
              SELECT id_hash FROM sign_in_session WHERE account = $2 AND ended_at IS NULL
              ORDER BY seen_at DESC, began_at DESC, id_hash OFFSET $7::int - 1))
            INSERT INTO sign_in_session (id_hash, account, began_at, seen_at, expires_at, must_enrol, browser)
            SELECT $1, id, $3, $3, $4, $5, $6 FROM unchanged
            """;
    /** The change that ended the former session was the last one. */
    private static final String SUCCEED = """
            INSERT INTO sign_in_session (id_hash, account, began_at, seen_at, expires_at, must_enrol, browser)
            SELECT $1, s.account, s.began_at, $2, s.expires_at, false, s.browser
            FROM sign_in_session s JOIN account a ON a.id = s.account
            WHERE s.id_hash = $3 AND a.ended_at IS NULL AND s.ended_at >= coalesce(a.changed_at, a.created_at)
            FOR SHARE OF a
            """;

    private static final String FIND = """
            SELECT s.account, s.must_enrol, s.seen_at < $4 AS unseen FROM sign_in_session s JOIN account a ON a.id = s.account
            WHERE s.id_hash = $1 AND s.ended_at IS NULL AND a.ended_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3
            """;
    private static final String OWNER = "SELECT account FROM sign_in_session WHERE id_hash = $1";
    private static final String BEGAN = "SELECT began_at FROM sign_in_session WHERE id_hash = $1";
    private static final String SEEN = """
            UPDATE sign_in_session SET seen_at = $2 WHERE id_hash = $1 AND seen_at < $2
            """;
    private static final String END = """
            UPDATE sign_in_session SET ended_at = $2 WHERE id_hash = $1 AND ended_at IS NULL
            """;
    private static final String END_NAMED = """
            UPDATE sign_in_session SET ended_at = $2
            WHERE id_hash = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3 RETURNING account
            """;
    private static final String END_ALL = """
            UPDATE sign_in_session SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL
            """;
    private static final String OPEN = """
            SELECT id_hash, began_at, seen_at, browser FROM sign_in_session
            WHERE account = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3
            ORDER BY seen_at DESC, began_at DESC, id_hash LIMIT $4
            """;
    private static final String END_ONE = """
            UPDATE sign_in_session SET ended_at = $3 WHERE id_hash = $1 AND account = $2 AND ended_at IS NULL
            """;
    private static final String END_OTHERS = """
            UPDATE sign_in_session SET ended_at = $3 WHERE account = $1 AND id_hash <> $2 AND ended_at IS NULL
            """;
    private static final String GOING_ON = """
            SELECT id_hash FROM sign_in_session
            WHERE id_hash = ANY($1) AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3
            """;
    private static final String SWEEP = "DELETE FROM sign_in_session WHERE expires_at < $1";

    private static final int NAME_CHARACTERS = 43;
    private static final int OPEN_MAX = 50; // of an account
    private static final int SEEN_TO_THE_SECONDS = 60; // avoids a write for each request

    private final QueryPool pool;
    private final Tokens tokens;
    private final InstantSource clock;
    private final SignInSettings.Sessions limits;

    SignInSessionStore(QueryPool pool, Tokens tokens, InstantSource clock, SignInSettings.Sessions limits) {
        this.pool = pool;
        this.tokens = tokens;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Begins a session under a new id, whatever cookie the browser sent, which prevents session fixation. Of very many of the
     * account, those end that were not used for longest. Empty if the account has ended or changed.
     *
     * @param unchangedSince when the account had last changed as its secrets were compared; null: none were
     */
    Future<Optional<Session>> begin(
            AccountId account, boolean mustEnrol, BrowserKind browser, @Nullable Instant unchangedSince) {
        var session = new Session(tokens.next(), account, mustEnrol);
        return pool.preparedQuery(BEGIN)
                .execute(Tuple.from(Arrays.asList(
                        hash(session.id()),
                        account.value(),
                        now(),
                        now().plusHours(limits.hours()),
                        mustEnrol,
                        browser.word(),
                        OPEN_MAX,
                        Columns.utc(unchangedSince))))
                .map(begun -> begun.rowCount() == 1 ? Optional.of(session) : Optional.empty());
    }

    /**
     * Begins a session with all rights of the role in place of one that has just ended. It expires when that one would
     * have: nobody signed in again. Empty if the account has ended or changed meanwhile.
     */
    Future<Optional<Session>> succeed(Session former) {
        var session = new Session(tokens.next(), former.account(), false);
        return pool.preparedQuery(SUCCEED)
                .execute(Tuple.of(hash(session.id()), now(), hash(former.id())))
                .map(begun -> begun.rowCount() == 1 ? Optional.of(session) : Optional.empty());
    }

    /** The account of a session, even after it ended or expired. */
    Future<Optional<AccountId>> owner(String id) {
        return pool.preparedQuery(OWNER)
                .execute(Tuple.of(hash(id)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new AccountId(rows.iterator().next().getUUID("account"))));
    }

    /** When the person of a session signed in. */
    Future<Instant> began(Session session) {
        return pool.preparedQuery(BEGAN)
                .execute(Tuple.of(hash(session.id())))
                .map(rows -> Columns.instant(rows.iterator().next(), "began_at"));
    }

    /**
     * The session with this id; empty if there is none, or it has ended.
     *
     * @param byPerson whether a person makes the request, which refreshes the idle time
     */
    Future<Optional<Session>> find(String id, boolean byPerson) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(hash(id), now(), idleSince(), now().minusSeconds(SEEN_TO_THE_SECONDS)))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : seen(id, rows.iterator().next(), byPerson));
    }

    Future<Void> end(String id) {
        return pool.preparedQuery(END).execute(Tuple.of(hash(id), now())).mapEmpty();
    }

    /** Ends the session with this {@link Session#name}; returns its account, or empty if it had ended already. */
    Future<Optional<AccountId>> endNamed(String name) {
        return pool.preparedQuery(END_NAMED)
                .execute(Tuple.of(hashOf(name), now(), idleSince()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new AccountId(rows.iterator().next().getUUID("account"))));
    }

    /** The account's sessions that have not ended, the last used first. */
    Future<List<OpenSession>> open(AccountId account) {
        return pool.preparedQuery(OPEN)
                .execute(Tuple.of(account.value(), now(), idleSince(), OPEN_MAX))
                .map(rows -> RowStream.of(rows).map(SignInSessionStore::opened).toList());
    }

    private static OpenSession opened(Row row) {
        String browser = row.getString("browser");
        return new OpenSession(
                name(row.getBuffer("id_hash")),
                Columns.instant(row, "began_at"),
                Columns.instant(row, "seen_at"),
                browser == null ? null : BrowserKind.ofWord(browser));
    }

    /** Ends the account's session with this {@link Session#name}; false if it has none, or it had ended. */
    Future<Boolean> endOne(AccountId account, String name) {
        return hashOfTyped(name)
                .map(hash -> pool.preparedQuery(END_ONE)
                        .execute(Tuple.of(hash, account.value(), now()))
                        .map(rows -> rows.rowCount() == 1))
                .orElse(Future.succeededFuture(false));
    }

    /** Ends the other sessions of a session's account; returns how many had not ended yet. */
    Future<Integer> endOthers(Session kept) {
        return pool.preparedQuery(END_OTHERS)
                .execute(Tuple.of(kept.account().value(), hash(kept.id()), now()))
                .map(SqlResult::rowCount);
    }

    /** Ends all sessions of an account; returns how many had not ended yet. */
    Future<Integer> endAll(AccountId account) {
        return pool.preparedQuery(END_ALL)
                .execute(Tuple.of(account.value(), now()))
                .map(SqlResult::rowCount);
    }

    /** Ends all sessions of an account. */
    Future<Void> endAll(SqlClient client, AccountId account) {
        return client.preparedQuery(END_ALL)
                .execute(Tuple.of(account.value(), now()))
                .mapEmpty();
    }

    /** The sessions among {@code names} that have ended. */
    Future<Set<String>> ended(Set<String> names) {
        if (names.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Buffer[] hashes = names.stream().map(SignInSessionStore::hashOf).toArray(Buffer[]::new);
        return pool.preparedQuery(GOING_ON)
                .execute(Tuple.of(hashes, now(), idleSince()))
                .map(rows -> {
                    Set<String> ended = new HashSet<>(names);
                    rows.forEach(row -> ended.remove(name(row.getBuffer(0))));
                    return ended;
                });
    }

    /** Deletes sessions that ended long ago. */
    Future<Void> sweep() {
        return pool.preparedQuery(SWEEP).execute(Tuple.of(now())).mapEmpty();
    }

    private Future<Optional<Session>> seen(String id, Row row, boolean byPerson) {
        Optional<Session> found =
                Optional.of(new Session(id, new AccountId(row.getUUID("account")), row.getBoolean("must_enrol")));
        return byPerson && row.getBoolean("unseen")
                ? pool.preparedQuery(SEEN).execute(Tuple.of(hash(id), now())).map(found)
                : Future.succeededFuture(found);
    }

    private static String name(Buffer hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.getBytes());
    }

    private static Optional<Buffer> hashOfTyped(String name) {
        try {
            return name.length() == NAME_CHARACTERS ? Optional.of(hashOf(name)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Buffer hashOf(String name) {
        return Buffer.buffer(Base64.getUrlDecoder().decode(name));
    }

    private static Buffer hash(String id) {
        return Buffer.buffer(Tokens.hash(id));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private OffsetDateTime idleSince() {
        return now().minusMinutes(limits.idleMinutes());
    }
}
