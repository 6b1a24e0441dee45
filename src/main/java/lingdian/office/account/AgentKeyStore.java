package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.intake.socket.AgentKeys;
import lingdian.platform.QueryPool;
import lingdian.platform.Tokens;
import lingdian.platform.Witness;

/** The keys of the cafés' agents. An ended key is kept, so that its connection can be told that it has ended. */
public final class AgentKeyStore implements AgentKeys {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private static final String IDENTIFY = """
            SELECT id, place_code, created_at FROM agent_key WHERE key_hash = $1 AND ended_at IS NULL
            """;
    private static final String CONNECTING = """
            SELECT id, place_code, created_at, nextval('connection_order') FROM agent_key WHERE key_hash = $1 AND ended_at IS NULL
            """;
    private static final String ENDED_IDENTITY = """
            SELECT id, place_code, created_at FROM agent_key WHERE key_hash = $1 AND ended_at IS NOT NULL
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

    public AgentKeyStore(QueryPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Future<Optional<AgentIdentity>> identify(String key) {
        return identity(IDENTIFY, key);
    }

    @Override
    public Future<Optional<Connecting>> connecting(String key) {
        return owner(CONNECTING, key)
                .map(found -> found.map(row -> new Connecting(identity(row), new ConnectionNumber(row.getLong(3)))));
    }

    /** The café of an ended key. */
    Future<Optional<AgentIdentity>> endedIdentity(String key) {
        return identity(ENDED_IDENTITY, key);
    }

    private Future<Optional<AgentIdentity>> identity(String sql, String key) {
        return owner(sql, key).map(found -> found.map(AgentKeyStore::identity));
    }

    private Future<Optional<Row>> owner(String sql, String key) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(Buffer.buffer(Tokens.hash(key))))
                .map(rows -> rows.stream().findFirst());
    }

    private static AgentIdentity identity(Row row) {
        return new AgentIdentity(
                row.getUUID(0),
                new PlaceCode(row.getString(1)),
                row.getOffsetDateTime(2).toInstant());
    }

    @Override
    public Future<Set<UUID>> ended(Collection<UUID> keyIds) {
        if (keyIds.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return pool.preparedQuery(ENDED)
                .execute(Tuple.of(keyIds.toArray(UUID[]::new)))
                .map(rows -> {
                    var ended = new HashSet<UUID>();
                    rows.forEach(row -> ended.add(row.getUUID(0)));
                    return ended;
                });
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
                .recover(failure ->
                        failure instanceof PgException refused && FOREIGN_KEY_VIOLATION.equals(refused.getSqlState())
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
