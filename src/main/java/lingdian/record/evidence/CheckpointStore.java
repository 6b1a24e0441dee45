package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.RowStream;
import lingdian.record.evidence.Checkpoint.Cosignature;
import lingdian.vault.seal.KeySignature;
import lingdian.vault.seal.PublicKey;
import org.jspecify.annotations.Nullable;

/** The append-only tables of checkpoints. */
public final class CheckpointStore {
    private static final String LOCK = "SELECT take_turn('checkpoint')";

    private static final String NEWEST = "SELECT coalesce(max(number), 0) AS number FROM checkpoint";

    /**
     * One statement sees one moment, and waits for no transaction: those that commit meanwhile are in the next
     * checkpoint.
     */
    private static final String TAKE_HEADS = """
            INSERT INTO checkpoint_leaf (checkpoint, position, stream_number, seq, chain, conflicts, authority)
            SELECT $1::bigint, 0, NULL::integer, position, chain, false, NULL::text FROM access_log_head
            UNION ALL
            SELECT $1::bigint, row_number() OVER (ORDER BY authority COLLATE "C" NULLS FIRST, conflicts, place_code COLLATE "C", stream),
                   number, seq, chain, conflicts, authority
            FROM (SELECT place_code, stream, number, acked_seq AS seq, chain, false AS conflicts, NULL::text AS authority FROM stream_head
                  UNION ALL
                  SELECT place_code, stream, stream.number, conflict_head.number, conflict_head.chain, true, NULL
                  FROM conflict_head JOIN stream ON stream.number = stream_number
                  UNION ALL
                  SELECT NULL, NULL, NULL, number, chain, false, authority FROM photograph_head) AS heads
            """;

    /**
     * Positions count from 0 without gaps. A LIMIT would not bound the work: before a new checkpoint was analysed, PostgreSQL
     * joins and sorts all that follow.
     */
    private static final String BLOCK = """
            SELECT leaf.stream_number, leaf.seq, leaf.chain, leaf.conflicts, leaf.authority, stream.place_code, stream.stream
            FROM checkpoint_leaf AS leaf LEFT JOIN stream ON stream.number = leaf.stream_number
            WHERE leaf.checkpoint = $1 AND leaf.position BETWEEN $2 AND $3
            ORDER BY leaf.position
            """;

    private static final String KNOW_KEY = """
            INSERT INTO signing_key (fingerprint, number, algorithm, public_key, first_used_at)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (fingerprint) DO NOTHING
            """;

    private static final String APPEND = """
            INSERT INTO checkpoint (number, day, made_at, body, hash, fingerprint, signature)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String PROVEN = "SELECT EXISTS (SELECT FROM signing_key_proof WHERE proof = $1) AS proven";

    private static final String SIGNED = """
            SELECT checkpoint.number, body, signature, public_key
            FROM checkpoint JOIN signing_key USING (fingerprint)
            """;

    private static final String PAGE = SIGNED + """
            WHERE checkpoint.number < $1 ORDER BY checkpoint.number DESC LIMIT $2
            """;

    private static final String ONE = SIGNED + "WHERE checkpoint.number = $1";

    private static final String COSIGNATURES = """
            SELECT checkpoint, account, public_key, signature, signed_at
            FROM checkpoint_signature JOIN cosigning_key ON cosigning_key.id = key
            WHERE checkpoint = ANY ($1) ORDER BY signed_at
            """;

    private static final String OLDER = SIGNED + """
            WHERE checkpoint.number < $1 AND (NOT $2::boolean OR day IS NOT NULL) ORDER BY checkpoint.number DESC LIMIT 5
            """;

    private static final String CLOSING = SIGNED + """
            WHERE day >= $1 AND checkpoint.number > $2 ORDER BY checkpoint.number LIMIT 5
            """;

    private static final String COVERING = SIGNED + """
            JOIN checkpoint_leaf AS leaf ON leaf.checkpoint = checkpoint.number
            WHERE leaf.stream_number = $1 AND leaf.seq >= $2 AND NOT leaf.conflicts AND leaf.checkpoint > $3
            ORDER BY leaf.checkpoint LIMIT 5
            """;

    private static final String HEAD = """
            SELECT position, seq FROM checkpoint_leaf WHERE stream_number = $1 AND checkpoint = $2 AND NOT conflicts
            """;

    /**
     * What the next checkpoint goes on from.
     *
     * @param number of the newest one, whoever appended it
     * @param hash of the service's own last one
     * @param day that the service's own closed last
     */
    record Last(long number, String hash, @Nullable LocalDate day) {}

    /** A checkpoint as it is stored, whoever appended it; null if its text or its key is none. */
    record Stored(long number, @Nullable Checkpoint checkpoint) {}

    /** Only one node makes a checkpoint at a time, until its transaction ends. */
    Future<Void> lock(SqlClient client) {
        return client.query(LOCK).execute().mapEmpty();
    }

    /**
     * A checkpoint whose hash nobody knew before it was made.
     *
     * @param hash in hexadecimal
     */
    public record Beacon(long number, String hash) {}

    /** Whether a key that signed has this proof. */
    Future<Boolean> isProven(SqlClient client, byte[] proof) {
        return client.preparedQuery(PROVEN)
                .execute(Tuple.of(Buffer.buffer(proof)))
                .map(rows -> rows.iterator().next().getBoolean("proven"));
    }

    /** The number of the newest one, whoever appended it; 0 if there is none. */
    Future<Long> newest(SqlClient client) {
        return client.query(NEWEST).execute().map(rows -> rows.iterator().next().getLong("number"));
    }

    /**
     * A few before a number, newest first.
     *
     * @param closing only those that close a day
     */
    Future<List<Stored>> older(SqlClient client, long number, boolean closing) {
        return stored(client, OLDER, Tuple.of(number, closing));
    }

    /** A few after a number that close this day or a later one, oldest first. */
    Future<List<Stored>> closing(SqlClient client, LocalDate day, long number) {
        return stored(client, CLOSING, Tuple.of(day, number));
    }

    /** A few after a number that cover this record of a stream, oldest first. */
    Future<List<Stored>> covering(SqlClient client, int streamNumber, long seq, long number) {
        return stored(client, COVERING, Tuple.of(streamNumber, seq, number));
    }

    private static Future<List<Stored>> stored(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql)
                .execute(values)
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Stored(row.getLong("number"), checkpointOrNull(row, List.of())))
                        .toList());
    }

    /** Writes the leaves of a checkpoint that is being made. */
    Future<Void> takeHeads(SqlClient client, long number) {
        return client.preparedQuery(TAKE_HEADS).execute(Tuple.of(number)).mapEmpty();
    }

    Future<Void> append(SqlClient client, CheckpointBody body, KeySignature signed) {
        PublicKey key = signed.key();
        return client.preparedQuery(KNOW_KEY)
                .execute(Tuple.of(
                        key.fingerprint(),
                        signed.keyNumber(),
                        key.algorithm().toString(),
                        Buffer.buffer(key.encoded()),
                        body.madeAt().atOffset(ZoneOffset.UTC)))
                .compose(known -> client.preparedQuery(APPEND)
                        .execute(Tuple.of(
                                body.number(),
                                body.day(),
                                body.madeAt().atOffset(ZoneOffset.UTC),
                                body.text(),
                                Buffer.buffer(HexFormat.of().parseHex(body.hash())),
                                key.fingerprint(),
                                Buffer.buffer(signed.value()))))
                .mapEmpty();
    }

    /** The rows of a block of leaves, in order; none after the last. */
    Future<RowSet<Row>> block(SqlClient client, long number, int block) {
        int first = block * CheckpointTree.BLOCK_LEAVES;
        return client.preparedQuery(BLOCK).execute(Tuple.of(number, first, first + CheckpointTree.BLOCK_LEAVES - 1));
    }

    /** What such rows hold. */
    static List<Head> heads(RowSet<Row> rows) {
        return RowStream.of(rows).map(CheckpointStore::head).toList();
    }

    /** The last record of a stream that a checkpoint covers. */
    Future<Long> head(SqlClient client, int streamNumber, long checkpoint) {
        return leaf(client, streamNumber, checkpoint).map(row -> row.getLong("seq"));
    }

    /** Where the leaf of a stream is. */
    Future<Integer> position(SqlClient client, int streamNumber, long checkpoint) {
        return leaf(client, streamNumber, checkpoint).map(row -> row.getInteger("position"));
    }

    private static Future<Row> leaf(SqlClient client, int streamNumber, long checkpoint) {
        return client.preparedQuery(HEAD)
                .execute(Tuple.of(streamNumber, checkpoint))
                .map(rows -> rows.iterator().next());
    }

    /** The newest checkpoints before a number, newest first, whoever appended them. */
    public Future<List<Checkpoint>> before(SqlClient client, long number, int limit) {
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(number, limit))
                .compose(rows -> withCosignatures(client, rows)
                        .compose(read -> rows.size() < limit || read.size() == limit
                                ? Future.succeededFuture(read)
                                : before(client, lastNumber(rows), limit - read.size())
                                        .map(rest -> Stream.concat(read.stream(), rest.stream())
                                                .toList())));
    }

    private static long lastNumber(RowSet<Row> rows) {
        return RowStream.of(rows).mapToLong(row -> row.getLong("number")).min().orElseThrow();
    }

    public Future<Optional<Checkpoint>> one(SqlClient client, long number) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(number))
                .compose(rows -> withCosignatures(client, rows))
                .map(found -> found.stream().findFirst());
    }

    private static Future<List<Checkpoint>> withCosignatures(SqlClient client, RowSet<Row> rows) {
        Long[] numbers = RowStream.of(rows).map(row -> row.getLong("number")).toArray(Long[]::new);
        return client.preparedQuery(COSIGNATURES)
                .execute(Tuple.tuple().addArrayOfLong(numbers))
                .map(CheckpointStore::cosignatures)
                .map(cosignatures -> RowStream.of(rows)
                        .map(row -> checkpointOrNull(row, cosignatures.getOrDefault(row.getLong("number"), List.of())))
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static Map<Long, List<Cosignature>> cosignatures(RowSet<Row> rows) {
        var byCheckpoint = new HashMap<Long, List<Cosignature>>();
        for (Row row : rows) {
            PublicKey key = PublicKey.find(bytes(row, "public_key")).orElse(null);
            if (key != null) {
                byCheckpoint
                        .computeIfAbsent(row.getLong("checkpoint"), number -> new ArrayList<>())
                        .add(new Cosignature(
                                new AccountId(row.getUUID("account")),
                                key,
                                bytes(row, "signature"),
                                row.getOffsetDateTime("signed_at").toInstant()));
            }
        }
        return byCheckpoint;
    }

    private static @Nullable Checkpoint checkpointOrNull(Row row, List<Cosignature> cosignatures) {
        try {
            return new Checkpoint(
                    CheckpointBody.parse(row.getString("body")),
                    PublicKey.of(bytes(row, "public_key")),
                    bytes(row, "signature"),
                    cosignatures);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static Head head(Row row) {
        long seq = row.getLong("seq");
        byte[] chain = bytes(row, "chain");
        String authority = row.getString("authority");
        if (authority != null) {
            return new Head.OfPhotographs(Authority.of(authority), seq, chain);
        }
        if (row.getInteger("stream_number") == null) {
            return new Head.OfAccessLog(seq, chain);
        }
        var placeCode = new PlaceCode(row.getString("place_code"));
        UUID stream = row.getUUID("stream");
        return row.getBoolean("conflicts")
                ? new Head.OfConflicts(placeCode, stream, seq, chain)
                : new Head.OfStream(placeCode, stream, seq, chain);
    }

    private static byte[] bytes(Row row, String column) {
        return row.getBuffer(column).getBytes();
    }
}
