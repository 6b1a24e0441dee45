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
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    private static final String LAST_DAY = "SELECT max(day) AS day FROM checkpoint";

    private static final String BEACONS = """
            SELECT wanted.day, made.number, encode(made.hash, 'hex') AS hash
            FROM unnest($1::date[]) AS wanted (day)
            CROSS JOIN LATERAL (
              SELECT number, hash FROM checkpoint WHERE checkpoint.day >= wanted.day ORDER BY number LIMIT 1) AS made
            """;

    private static final String LAST = """
            SELECT number, hash, (SELECT max(day) FROM checkpoint) AS day
            FROM checkpoint ORDER BY number DESC LIMIT 1
            """;

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

    private static final String HEADS = """
            SELECT leaf.stream_number, leaf.seq, leaf.chain, leaf.conflicts, leaf.authority, stream.place_code, stream.stream
            FROM checkpoint_leaf AS leaf LEFT JOIN stream ON stream.number = leaf.stream_number
            WHERE leaf.checkpoint = $1
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

    private static final String CHECKPOINTS = """
            SELECT checkpoint.number, body, signature, public_key
            FROM checkpoint JOIN signing_key USING (fingerprint)
            """;

    private static final String PAGE = CHECKPOINTS + """
            WHERE checkpoint.number < $1 ORDER BY checkpoint.number DESC LIMIT $2
            """;

    private static final String ONE = CHECKPOINTS + "WHERE checkpoint.number = $1";

    private static final String COSIGNATURES = """
            SELECT checkpoint, account, public_key, signature, signed_at
            FROM checkpoint_signature JOIN cosigning_key ON cosigning_key.id = key
            WHERE checkpoint = ANY ($1) ORDER BY signed_at
            """;

    private static final String COVERING = """
            SELECT min(checkpoint) AS number FROM checkpoint_leaf WHERE stream_number = $1 AND seq >= $2 AND NOT conflicts
            """;

    private static final String HEAD = """
            SELECT seq FROM checkpoint_leaf WHERE stream_number = $1 AND checkpoint = $2 AND NOT conflicts
            """;

    /** The last checkpoint, which the next one continues. */
    record Last(long number, String hash, @Nullable LocalDate day) {
        static final Last NONE = new Last(0, CheckpointBody.NONE, null);
    }

    /** Only one node makes a checkpoint at a time, until its transaction ends. */
    Future<Void> lock(SqlClient client) {
        return client.query(LOCK).execute().mapEmpty();
    }

    /** The last day that a checkpoint closed. */
    Future<Optional<LocalDate>> lastDay(SqlClient client) {
        return client.query(LAST_DAY)
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLocalDate("day")));
    }

    /**
     * A checkpoint whose hash nobody knew before it was made.
     *
     * @param hash in hexadecimal
     */
    public record Beacon(long number, String hash) {}

    /** For each day the first daily checkpoint of it or of a later one; none where it is not made yet. */
    public Future<Map<LocalDate, Beacon>> beacons(SqlClient client, Collection<LocalDate> days) {
        return client.preparedQuery(BEACONS)
                .execute(Tuple.tuple().addArrayOfLocalDate(days.toArray(LocalDate[]::new)))
                .map(rows -> {
                    var beacons = new HashMap<LocalDate, Beacon>();
                    rows.forEach(row -> beacons.put(
                            row.getLocalDate("day"), new Beacon(row.getLong("number"), row.getString("hash"))));
                    return beacons;
                });
    }

    Future<Last> last(SqlClient client) {
        return client.query(LAST)
                .execute()
                .map(rows -> rows.size() == 0 ? Last.NONE : last(rows.iterator().next()));
    }

    Future<List<Head>> takeHeads(SqlClient client, long number) {
        return client.preparedQuery(TAKE_HEADS).execute(Tuple.of(number)).compose(taken -> heads(client, number));
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

    /** The leaves of a checkpoint's tree, in their order. */
    public Future<List<Head>> heads(SqlClient client, long number) {
        return client.preparedQuery(HEADS)
                .execute(Tuple.of(number))
                .map(rows -> RowStream.of(rows).map(CheckpointStore::head).toList());
    }

    /** The first checkpoint that covers this record of a stream. */
    public Future<Optional<Long>> covering(SqlClient client, int streamNumber, long seq) {
        return client.preparedQuery(COVERING)
                .execute(Tuple.of(streamNumber, seq))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong("number")));
    }

    /** The last record of a stream that a checkpoint covers. */
    Future<Long> head(SqlClient client, int streamNumber, long checkpoint) {
        return client.preparedQuery(HEAD)
                .execute(Tuple.of(streamNumber, checkpoint))
                .map(rows -> rows.iterator().next().getLong("seq"));
    }

    /** The newest checkpoints before a number, newest first. */
    public Future<List<Checkpoint>> before(SqlClient client, long number, int limit) {
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(number, limit))
                .compose(rows -> withCosignatures(client, rows));
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
                        .map(row -> checkpoint(row, cosignatures.getOrDefault(row.getLong("number"), List.of())))
                        .toList());
    }

    private static Map<Long, List<Cosignature>> cosignatures(RowSet<Row> rows) {
        var byCheckpoint = new HashMap<Long, List<Cosignature>>();
        for (Row row : rows) {
            PublicKey key = keyOrNull(row);
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

    /** Null where it is no key: nobody registers one by the service, and no checkpoint is lost to whoever does by SQL. */
    private static @Nullable PublicKey keyOrNull(Row row) {
        try {
            return PublicKey.of(bytes(row, "public_key"));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static Checkpoint checkpoint(Row row, List<Cosignature> cosignatures) {
        return new Checkpoint(
                CheckpointBody.parse(row.getString("body")),
                PublicKey.of(bytes(row, "public_key")),
                bytes(row, "signature"),
                cosignatures);
    }

    private static Last last(Row row) {
        return new Last(row.getLong("number"), HexFormat.of().formatHex(bytes(row, "hash")), row.getLocalDate("day"));
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
