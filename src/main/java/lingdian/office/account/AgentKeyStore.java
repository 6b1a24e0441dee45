package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.intake.socket.AgentKeys.AgentIdentity;
import lingdian.intake.socket.AgentKeys.Connecting;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.database.SqlState;
import lingdian.platform.database.Witness;
import lingdian.platform.secret.Tokens;
import lingdian.platform.work.Together;

/**
 * The keys of the cafés' agents. An ended key is kept, so that its connection can be told that it has ended.
 *
 * <p>The first use of an enrolled key ends the café's earlier keys: until then the old PC goes on, so that a café
 * without a new PC that works is never without any.
 */
public final class AgentKeyStore {

    /** Of those who ask at once, each time: a café posts once or twice a minute, and an ended key is refused at once. */
    private static final int KEYS_AT_ONCE = 256;

    private static final String IDENTIFY = """
            SELECT key_hash, id, place_code, enrolled_at, enrolled_at IS NOT NULL AND first_used_at IS NULL AS is_new
            FROM agent_key WHERE key_hash = ANY ($1) AND ended_at IS NULL
            """;
    private static final String CONNECTING = """
            SELECT id, place_code, enrolled_at, enrolled_at IS NOT NULL AND first_used_at IS NULL AS is_new,
              nextval('connection_order') AS connection
            FROM agent_key WHERE key_hash = $1 AND ended_at IS NULL
            """;
    private static final String ENDED_IDENTITY = """
            SELECT id, place_code, enrolled_at FROM agent_key WHERE key_hash = $1 AND ended_at IS NOT NULL
            """;
    private static final String BEGIN = """
            UPDATE agent_key SET first_used_at = $2 WHERE id = $1 AND first_used_at IS NULL AND ended_at IS NULL
            """;
    private static final String END_EARLIER = """
            UPDATE agent_key SET ended_at = $3
            WHERE place_code = $1 AND number < (SELECT number FROM agent_key WHERE id = $2) AND ended_at IS NULL
            RETURNING id
            """;
    private static final String ENDED = """
            SELECT id FROM agent_key WHERE id = ANY($1) AND ended_at IS NOT NULL
            """;
    private static final String CREATE = """
            INSERT INTO agent_key (id, place_code, key_hash, created_at) VALUES ($1, $2, $3, $4)
            """;
    private static final String END = """
            UPDATE agent_key SET ended_at = $3 WHERE id = $1 AND place_code = $2 AND ended_at IS NULL
            """;

    private final QueryPool pool;
    private final InstantSource clock;
    private final Together<Buffer, Row> inUse = new Together<>(KEYS_AT_ONCE, this::inUse);

    public AgentKeyStore(QueryPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** The first use of an enrolled key. @param earlier keys of the café that it ended */
    record FirstUse(AgentIdentity key, List<UUID> earlier) {}

    /** @param witness of the key's first use */
    Future<Optional<AgentIdentity>> identify(String key, Witness<FirstUse> witness) {
        return inUse.ask(hash(key))
                .compose(found -> begun(found, witness))
                .map(found -> found.map(AgentKeyStore::identity));
    }

    /** @param witness of the key's first use */
    Future<Optional<Connecting>> connecting(String key, Witness<FirstUse> witness) {
        return owner(CONNECTING, key)
                .compose(found -> begun(found, witness))
                .map(found -> found.map(
                        row -> new Connecting(identity(row), new ConnectionNumber(row.getLong("connection")))));
    }

    /** The café of an ended key. */
    Future<Optional<AgentIdentity>> endedIdentity(String key) {
        return owner(ENDED_IDENTITY, key).map(found -> found.map(AgentKeyStore::identity));
    }

    private Future<Map<Buffer, Row>> inUse(Set<Buffer> hashes) {
        return pool.preparedQuery(IDENTIFY)
                .execute(Tuple.of((Object) hashes.toArray(Buffer[]::new)))
                .map(rows ->
                        RowStream.of(rows).collect(Collectors.toMap(row -> row.getBuffer("key_hash"), row -> row)));
    }

    private Future<Optional<Row>> begun(Optional<Row> found, Witness<FirstUse> witness) {
        return found.filter(row -> row.getBoolean("is_new"))
                .map(row -> begin(identity(row), witness).map(found))
                .orElse(Future.succeededFuture(found));
    }

    private Future<Optional<Row>> owner(String sql, String key) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(hash(key)))
                .map(rows -> rows.stream().findFirst());
    }

    private static Buffer hash(String key) {
        return Buffer.buffer(Tokens.hash(key));
    }

    /** Of two first uses at once, one ends the earlier keys; the other waits for it. */
    private Future<Void> begin(AgentIdentity key, Witness<FirstUse> witness) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.withTransaction(connection -> connection
                .preparedQuery(BEGIN)
                .execute(Tuple.of(key.keyId(), now))
                .compose(begun -> begun.rowCount() == 0
                        ? Future.succeededFuture()
                        : connection
                                .preparedQuery(END_EARLIER)
                                .execute(Tuple.of(key.placeCode().value(), key.keyId(), now))
                                .compose(ended -> witness.saw(connection, new FirstUse(key, ids(ended))))));
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        return rows.stream().map(row -> row.getUUID("id")).toList();
    }

    private static AgentIdentity identity(Row row) {
        OffsetDateTime enrolledAt = row.getOffsetDateTime("enrolled_at");
        return new AgentIdentity(
                row.getUUID("id"),
                new PlaceCode(row.getString("place_code")),
                enrolledAt == null ? Instant.EPOCH : enrolledAt.toInstant());
    }

    /** Those of {@code keyIds} that have been ended. */
    Future<Set<UUID>> ended(Collection<UUID> keyIds) {
        if (keyIds.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return pool.preparedQuery(ENDED)
                .execute(Tuple.of(keyIds.toArray(UUID[]::new)))
                .map(rows -> Set.copyOf(ids(rows)));
    }

    /** @return false if the café does not exist */
    Future<Boolean> create(UUID id, PlaceCode placeCode, String key, Witness<UUID> witness) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(CREATE)
                        .execute(Tuple.of(
                                id,
                                placeCode.value(),
                                Buffer.buffer(Tokens.hash(key)),
                                clock.instant().atOffset(ZoneOffset.UTC)))
                        .compose(created -> witness.saw(connection, id)))
                .map(true)
                .recover(failure -> SqlState.FOREIGN_KEY_VIOLATION.isCauseOf(failure)
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    /** @return false if the café has no such key, or the key has already ended */
    Future<Boolean> end(UUID id, PlaceCode placeCode, Witness<UUID> witness) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(END)
                        .execute(Tuple.of(id, placeCode.value(), clock.instant().atOffset(ZoneOffset.UTC)))
                        .compose(rows -> rows.rowCount() == 1
                                ? witness.saw(connection, id).map(true)
                                : Future.succeededFuture(false)))
                .map(Boolean.TRUE::equals);
    }
}
