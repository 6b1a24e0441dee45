package lingdian.vault.registry;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.platform.database.Columns;

/**
 * Moves entries of the registry between the tokens of keys. Every call is within a transaction of the caller.
 *
 * <p>Rows are locked in the order of tokens before their moves are decided: no entry that was read can disappear
 * meanwhile, and one that appears meanwhile fails the transaction by the primary key.
 */
public final class RegistryMoveStore {
    private static final String LOCK = """
        SELECT token, name_hash, sealed, state_reason, regions[1] AS region
        FROM registered_person WHERE token = ANY ($1) ORDER BY token FOR UPDATE
        """;

    /** A ciphertext begins with five bytes that name its key. */
    private static final String CLAIM = """
        SELECT token, name_hash, sealed, state_reason, regions[1] AS region FROM registered_person
        WHERE token > $1
          AND (token_version = ANY ($2) OR substr(sealed, 1, 5) = ANY ($3) OR substr(state_reason, 1, 5) = ANY ($3))
        ORDER BY token LIMIT $4 FOR UPDATE SKIP LOCKED
        """;

    private static final String MOVE = """
        UPDATE registered_person
        SET token = to_token, token_version = version, name_hash = hash, sealed = ciphertext, state_reason = reason
        FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::bytea[], $5::bytea[], $6::bytea[])
          AS moved (from_token, to_token, version, hash, ciphertext, reason)
        WHERE token = from_token
        """;

    /**
     * Keeps the existing row, but a state of lost or revoked and the first registrar are taken over from either row.
     * The name is that of the first one, unless the other's region covers it.
     */
    private static final String MERGE = """
        WITH gone AS (
          DELETE FROM registered_person old
          USING unnest($1::uuid[], $2::uuid[], $3::integer[], $4::bytea[], $5::bytea[], $6::bytea[])
            AS moved (from_token, to_token, version, hash, ciphertext, reason)
          WHERE old.token = from_token
          RETURNING to_token, version, hash, ciphertext, reason, old.regions, old.registered_at, old.registered_by,
            old.state, old.state_at, old.state_by, old.state_region, old.mismatched_on)
        UPDATE registered_person kept SET
          (token_version, name_hash, sealed) = (
            SELECT version, hash, ciphertext
            FROM (VALUES (false, kept.token_version, kept.name_hash, kept.sealed),
                         (true, gone.version, gone.hash, gone.ciphertext))
              AS either (other, version, hash, ciphertext)
            WHERE other = (gone.registered_at < kept.registered_at
              AND gone.regions[1] NOT LIKE regexp_replace(kept.regions[1], '(00)+$', '') || '%')),
          regions = CASE WHEN gone.registered_at < kept.registered_at
            THEN gone.regions || ARRAY(SELECT one FROM unnest(kept.regions) AS one WHERE one <> ALL (gone.regions))
            ELSE kept.regions || ARRAY(SELECT one FROM unnest(gone.regions) AS one WHERE one <> ALL (kept.regions))
          END,
          registered_at = least(kept.registered_at, gone.registered_at),
          mismatched_on = greatest(kept.mismatched_on, gone.mismatched_on),
          registered_by = CASE WHEN gone.registered_at < kept.registered_at THEN gone.registered_by ELSE kept.registered_by END,
          (state, state_at, state_by, state_region, state_reason) = (
            SELECT state, at, account, region, reason
            FROM (VALUES (1, kept.state, kept.state_at, kept.state_by, kept.state_region, kept.state_reason),
                         (2, gone.state, gone.state_at, gone.state_by, gone.state_region, gone.reason))
              AS either (nth, state, at, account, region, reason)
            ORDER BY state = 'registered', CASE WHEN state = 'registered' THEN nth END, at DESC LIMIT 1)
        FROM gone WHERE kept.token = gone.to_token
        """;

    /** The entries under these tokens, locked. */
    Future<List<RegistryMove.Row>> lock(SqlConnection connection, Collection<PersonToken> tokens) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(Columns.of(tokens, UUID[]::new, PersonToken::value)))
                .map(RegistryMoveStore::rows);
    }

    /**
     * Entries that one of these keys made or sealed, locked; those locked by another transaction are left out.
     *
     * @param after returns only entries after this one, in the order of tokens
     * @param versions of keys that made tokens
     * @param prefixes of ciphertexts
     */
    public Future<List<RegistryMove.Row>> claim(
            SqlConnection connection, UUID after, List<Integer> versions, List<byte[]> prefixes, int most) {
        return connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of(
                        after, versions.toArray(Integer[]::new), Columns.bytes(prefixes, prefix -> prefix), most))
                .map(RegistryMoveStore::rows);
    }

    /** Moves locked entries; an entry whose target exists is merged into it. */
    public Future<Void> move(SqlConnection connection, List<RegistryMove> moves) {
        if (moves.isEmpty()) {
            return Future.succeededFuture();
        }
        return lock(connection, moves.stream().map(RegistryMove::to).toList()).compose(there -> {
            var taken = new HashSet<PersonToken>();
            there.forEach(row -> taken.add(row.token()));
            return move(connection, moves, taken);
        });
    }

    /** One entry per target at a time, because a statement can change a row only once. */
    private Future<Void> move(SqlConnection connection, List<RegistryMove> moves, Set<PersonToken> taken) {
        var moved = new ArrayList<RegistryMove>();
        var merged = new ArrayList<RegistryMove>();
        var later = new ArrayList<RegistryMove>();
        var targets = new HashSet<PersonToken>();
        for (RegistryMove move : moves) {
            List<RegistryMove> into =
                    !targets.add(move.to()) ? later : move.stays() || !taken.contains(move.to()) ? moved : merged;
            into.add(move);
        }
        taken.addAll(targets);
        return execute(connection, MERGE, merged)
                .compose(done -> execute(connection, MOVE, moved))
                .compose(done -> later.isEmpty() ? Future.succeededFuture() : move(connection, later, taken));
    }

    private static Future<Void> execute(SqlConnection connection, String statement, List<RegistryMove> moves) {
        return moves.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(statement)
                        .execute(Tuple.of(
                                from(moves),
                                to(moves),
                                Columns.of(moves, Integer[]::new, RegistryMove::version),
                                Columns.bytes(moves, RegistryMove::nameHash),
                                Columns.bytes(moves, RegistryMove::sealed),
                                Columns.bytes(moves, RegistryMove::reason)))
                        .mapEmpty();
    }

    private static Object from(List<RegistryMove> moves) {
        return Columns.of(moves, UUID[]::new, move -> move.from().value());
    }

    private static Object to(List<RegistryMove> moves) {
        return Columns.of(moves, UUID[]::new, move -> move.to().value());
    }

    private static List<RegistryMove.Row> rows(RowSet<Row> read) {
        var rows = new ArrayList<RegistryMove.Row>();
        for (Row row : read) {
            Buffer reason = row.getBuffer("state_reason");
            rows.add(new RegistryMove.Row(
                    new PersonToken(row.getUUID("token")),
                    row.getBuffer("name_hash").getBytes(),
                    row.getBuffer("sealed").getBytes(),
                    reason == null ? null : reason.getBytes(),
                    new RegionCode(row.getString("region"))));
        }
        return rows;
    }
}
