package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.PublicKey;
import org.jspecify.annotations.Nullable;

/** The keys of regulators, and their signatures of checkpoints. */
public final class CosigningStore {
    /** Of one account, approved or not: a new one a year suffices, and none is ever removed. */
    public static final int KEYS_MAX = 20;

    private static final String LOCK_ACCOUNT = "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE";

    private static final String COUNT = "SELECT count(*) AS keys FROM cosigning_key WHERE account = $1";

    private static final String REGISTER = """
            INSERT INTO cosigning_key (id, account, fingerprint, algorithm, public_key, registered_at)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (fingerprint) DO NOTHING
            """;

    private static final String COLUMNS = "id, account, public_key, registered_at, approved_at";

    private static final String PAGE = "SELECT " + COLUMNS + """
             FROM cosigning_key
            WHERE ($1::timestamptz IS NULL OR (registered_at, id) > ($1, $2))
              AND ($3::boolean IS NULL OR (approved_at IS NOT NULL) = $3)
            ORDER BY registered_at, id LIMIT $4
            """;

    private static final String ONE = "SELECT " + COLUMNS + " FROM cosigning_key WHERE id = $1";

    private static final String APPROVED =
            "SELECT " + COLUMNS + " FROM cosigning_key WHERE account = $1 AND approved_at IS NOT NULL";

    private static final String APPROVE = """
            UPDATE cosigning_key SET approved_by = coalesce(approved_by, $2), approved_at = coalesce(approved_at, $3)
            WHERE id = $1 RETURNING
            """ + COLUMNS;

    private static final String SIGN = """
            INSERT INTO checkpoint_signature (checkpoint, key, signature, signed_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (checkpoint, key) DO NOTHING
            """;

    private final QueryPool pool;
    private final InstantSource clock;

    public CosigningStore(QueryPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** A regulator's key; it counts once it is approved. */
    public record Key(UUID id, AccountId account, PublicKey publicKey, Instant registeredAt, boolean approved) {}

    /** What became of a key that an account wants to register. */
    public enum Registration {
        REGISTERED,
        /** For this account or another one. */
        KNOWN_ALREADY,
        TOO_MANY
    }

    /** Of simultaneous registrations by one account, each counts those before it. */
    public Future<Registration> register(UUID id, AccountId account, PublicKey key) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_ACCOUNT)
                .execute(Tuple.of(account.value()))
                .compose(locked -> connection.preparedQuery(COUNT).execute(Tuple.of(account.value())))
                .compose(counted -> counted.iterator().next().getLong("keys") < KEYS_MAX
                        ? insert(connection, id, account, key)
                        : Future.succeededFuture(Registration.TOO_MANY)));
    }

    private Future<Registration> insert(SqlConnection connection, UUID id, AccountId account, PublicKey key) {
        return connection
                .preparedQuery(REGISTER)
                .execute(Tuple.of(
                        id,
                        account.value(),
                        key.fingerprint(),
                        key.algorithm().toString(),
                        Buffer.buffer(key.encoded()),
                        now()))
                .map(rows -> rows.rowCount() == 1 ? Registration.REGISTERED : Registration.KNOWN_ALREADY);
    }

    /**
     * Which keys of all accounts are listed, oldest first.
     *
     * @param registeredAt of the last key of the page before; null for the first page
     * @param id of that key
     * @param approved only those that are, or are not; null for all
     */
    public record Wanted(
            @Nullable Instant registeredAt,
            @Nullable UUID id,
            @Nullable Boolean approved,
            int limit) {}

    public Future<List<Key>> page(Wanted wanted) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(Columns.utc(wanted.registeredAt()), wanted.id(), wanted.approved(), wanted.limit()))
                .map(CosigningStore::keys);
    }

    /** A key of any account. */
    public Future<Optional<Key>> one(UUID id) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(id))
                .map(rows -> keys(rows).stream().findFirst());
    }

    /** The approved keys of an account. */
    public Future<List<Key>> approved(AccountId account) {
        return pool.preparedQuery(APPROVED).execute(Tuple.of(account.value())).map(CosigningStore::keys);
    }

    /** @return empty if there is no such key */
    public Future<Optional<Key>> approve(UUID id, AccountId by) {
        return pool.preparedQuery(APPROVE)
                .execute(Tuple.of(id, by.toString(), now()))
                .map(rows -> keys(rows).stream().findFirst());
    }

    /** @return false if the key signed it before */
    public Future<Boolean> sign(long checkpoint, UUID key, byte[] signature) {
        return pool.preparedQuery(SIGN)
                .execute(Tuple.of(checkpoint, key, Buffer.buffer(signature), now()))
                .map(rows -> rows.rowCount() == 1);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static List<Key> keys(RowSet<Row> rows) {
        return RowStream.of(rows)
                .map(row -> new Key(
                        row.getUUID("id"),
                        new AccountId(row.getUUID("account")),
                        PublicKey.of(row.getBuffer("public_key").getBytes()),
                        row.getOffsetDateTime("registered_at").toInstant(),
                        row.getOffsetDateTime("approved_at") != null))
                .toList();
    }
}
