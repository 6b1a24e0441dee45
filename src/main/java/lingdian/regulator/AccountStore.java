package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lingdian.feed.Accounts;
import lingdian.platform.Witness;
import org.jspecify.annotations.Nullable;

/** Accounts and their tokens. The service's first admin is not in the database: it lasts as long as the environment names it. */
public final class AccountStore implements Accounts {
    private static final Account FIRST_ADMIN = new Account(new UUID(0, 0), "first", Role.ADMIN, null, null, null);
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private static final String IDENTIFY = """
            SELECT id, name, role, authority, region, place_code FROM account WHERE token_hash = $1 AND ended_at IS NULL
            """;
    private static final String ENDED_OWNER = """
            SELECT id FROM account WHERE token_hash = $1 AND ended_at IS NOT NULL
            """;
    private static final String CREATE = """
            INSERT INTO account (id, name, role, authority, region, place_code, token_hash, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
    private static final String END = """
            UPDATE account SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL
            """;

    private static final String ENDED = """
            SELECT id FROM account WHERE id = ANY($1) AND ended_at IS NOT NULL
            """;

    private final Pool pool;
    private final InstantSource clock;
    private final byte @Nullable [] firstAdmin;

    /** @param firstAdminToken the admin token of the environment, if there is one */
    public AccountStore(Pool pool, InstantSource clock, @Nullable String firstAdminToken) {
        this.pool = pool;
        this.clock = clock;
        this.firstAdmin = firstAdminToken == null ? null : Tokens.hash(firstAdminToken);
    }

    /** Whose token this is; empty where it is nobody's or has been ended. */
    Future<Optional<Account>> identify(String token) {
        byte[] hash = Tokens.hash(token);
        if (firstAdmin != null && MessageDigest.isEqual(firstAdmin, hash)) {
            return Future.succeededFuture(Optional.of(FIRST_ADMIN));
        }
        return pool.preparedQuery(IDENTIFY)
                .execute(Tuple.of(Buffer.buffer(hash)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(account(rows.iterator().next())));
    }

    /** Whose token this was, where it has been ended. */
    Future<Optional<UUID>> endedOwner(String token) {
        return pool.preparedQuery(ENDED_OWNER)
                .execute(Tuple.of(Buffer.buffer(Tokens.hash(token))))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID(0)));
    }

    /** @return false where the account's café does not exist */
    Future<Boolean> create(Account account, String token, Witness<Account> witness) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(CREATE)
                        .execute(row(account, token))
                        .compose(created -> witness.saw(connection, account)))
                .map(true)
                .recover(failure ->
                        failure instanceof PgException refused && FOREIGN_KEY_VIOLATION.equals(refused.getSqlState())
                                ? Future.succeededFuture(false)
                                : Future.failedFuture(failure));
    }

    private Tuple row(Account account, String token) {
        return Tuple.of(
                account.id(),
                account.name(),
                account.role().wire(),
                account.authority(),
                account.region(),
                account.placeCode(),
                Buffer.buffer(Tokens.hash(token)),
                clock.instant().atOffset(ZoneOffset.UTC));
    }

    /** @return false where there is no such account, or it was ended before */
    Future<Boolean> end(UUID id, Witness<UUID> witness) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(END)
                        .execute(Tuple.of(id, clock.instant().atOffset(ZoneOffset.UTC)))
                        .compose(rows -> rows.rowCount() == 1
                                ? witness.saw(connection, id).map(true)
                                : Future.succeededFuture(false)))
                .map(Boolean.TRUE::equals);
    }

    @Override
    public Future<Set<String>> ended(Set<String> accounts) {
        return pool.preparedQuery(ENDED)
                .execute(Tuple.of(accounts.stream().map(UUID::fromString).toArray(UUID[]::new)))
                .map(rows -> {
                    var ended = new HashSet<String>();
                    rows.forEach(row -> ended.add(row.getUUID(0).toString()));
                    return ended;
                });
    }

    private static Account account(Row row) {
        return new Account(
                row.getUUID("id"),
                row.getString("name"),
                Role.of(row.getString("role")),
                row.getString("authority"),
                row.getString("region"),
                row.getString("place_code"));
    }
}
