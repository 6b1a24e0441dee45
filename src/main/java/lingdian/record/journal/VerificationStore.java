package lingdian.record.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.RuleVersion;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.evidence.RecordHash;
import lingdian.record.evidence.StoredBody;
import lingdian.vault.seal.KeySuite;
import org.jspecify.annotations.Nullable;

/** Reads the whole journal in order, without holding it in memory. Blocking: only {@code verify} uses it. */
public final class VerificationStore implements AutoCloseable {
    private static final String SUITE = "SELECT suite FROM database_suite";

    private static final String INCIDENTS = """
            SELECT count(*) AS incidents, (array_agg(what ORDER BY number DESC))[1] AS newest FROM integrity_incident
            """;

    private static final String RELEASES = "SELECT number, version FROM rule_release WHERE number IS NOT NULL";

    private static final String STREAMS =
            "SELECT number, place_code, stream, acked_seq, chain FROM stream_head WHERE number BETWEEN ? AND ? ORDER BY"
                    + " number";

    private static final String RECORDS = """
            SELECT record.*, sealed.kind, sealed.ciphertext, sealed.ciphertext_hash
            FROM recorded AS record LEFT JOIN (SELECT * FROM sealed_text WHERE stream_number BETWEEN ? AND ?) AS sealed
              ON sealed.day = record.day AND sealed.stream_number = record.stream_number AND sealed.seq = record.seq
              AND sealed.kind <> 'conflict'
            WHERE record.stream_number BETWEEN ? AND ?
            ORDER BY record.stream_number, record.seq
            """;

    /** A hello cannot be changed or removed. */
    private static final String OWN_AGENTS = """
            SELECT DISTINCT stream.stream FROM stream_head AS stream JOIN aside USING (place_code)
            WHERE stream.number BETWEEN ? AND ? AND content::jsonb ->> 'kind' = 'hello' AND content::jsonb ->> 'stream' = stream.stream::text
              AND split_part(content::jsonb ->> 'agent', '/', 1) = '%s'
            """.formatted(RecordContents.OWN_AGENT);

    private static final String CHECKPOINTS = """
            SELECT checkpoint.number, day, made_at, body, hash, signature, fingerprint, public_key
            FROM checkpoint LEFT JOIN signing_key USING (fingerprint) ORDER BY checkpoint.number
            """;

    private static final String PROVEN = "SELECT EXISTS (SELECT FROM signing_key_proof WHERE proof = ?)";

    private static final String HEADS = """
            SELECT leaf.checkpoint, leaf.stream_number, leaf.conflicts, leaf.authority, leaf.seq, leaf.chain,
              CASE WHEN leaf.authority IS NOT NULL THEN photograph.chain
                   WHEN leaf.stream_number IS NULL THEN access_log.chain
                   WHEN leaf.conflicts THEN conflict.chain ELSE coalesce(record.chain, (
                SELECT CASE WHEN last_seq = leaf.seq THEN retention_cut.chain ELSE leaf.chain END FROM retention_cut
                WHERE retention_cut.stream_number = leaf.stream_number AND leaf.seq BETWEEN first_seq AND last_seq)) END AS recorded
            FROM checkpoint_leaf AS leaf
            LEFT JOIN LATERAL (
              SELECT chain FROM journal WHERE journal.stream_number = leaf.stream_number AND journal.seq = leaf.seq
              UNION ALL
              SELECT substr(chains, (leaf.seq - first_seq)::integer * 32 + 1, 32) FROM packed_record
              WHERE packed_record.stream_number = leaf.stream_number AND first_seq <= leaf.seq AND last_seq >= leaf.seq
              OFFSET 0) AS record ON NOT leaf.conflicts
            LEFT JOIN conflict ON leaf.conflicts AND conflict.stream_number = leaf.stream_number AND conflict.number = leaf.seq
            LEFT JOIN access_log ON leaf.stream_number IS NULL AND leaf.authority IS NULL AND access_log.position = leaf.seq
            LEFT JOIN photograph_link AS photograph ON photograph.authority = leaf.authority AND photograph.number = leaf.seq
            ORDER BY leaf.checkpoint, leaf.position
            """;

    private static final String COSIGNATURES = """
            SELECT checkpoint, public_key, signature, key
            FROM checkpoint_signature JOIN cosigning_key ON cosigning_key.id = key ORDER BY checkpoint, signed_at
            """;

    private static final String OLDEST_ACCESS = "SELECT coalesce(min(position), 0) FROM access_log";

    /** As drop_access_month (R__functions.sql), less a day for clocks that differ. */
    private static final String ACCESS_KEPT_SINCE = "SELECT now() - interval '6 months' + interval '1 day'";

    private static final String RECORDED = """
            SELECT stream.number, place_code, stream.stream, acked_seq, stream.chain, coalesce(record.chain, retention_cut.chain) AS recorded,
              EXISTS (SELECT FROM retention_cut within WHERE within.stream_number = stream.number
                AND asked.seq >= within.first_seq AND asked.seq < within.last_seq) AS dropped
            FROM stream_head AS stream CROSS JOIN (SELECT ?::bigint AS seq) AS asked
            LEFT JOIN LATERAL (
              SELECT chain FROM recorded
              WHERE stream_number = stream.number AND recorded.seq = asked.seq AND from_seq <= asked.seq AND to_seq >= asked.seq
              OFFSET 0) AS record ON true
            LEFT JOIN retention_cut ON retention_cut.stream_number = stream.number AND last_seq = asked.seq
            WHERE stream.stream = ?
            """;

    private static final String COVERING = """
            SELECT checkpoint.number, made_at
            FROM stream JOIN checkpoint_leaf AS leaf ON leaf.stream_number = stream.number JOIN checkpoint ON checkpoint.number = leaf.checkpoint
            WHERE place_code = ? AND stream = ? AND leaf.seq >= ? AND NOT conflicts
            ORDER BY checkpoint.number LIMIT 1
            """;

    private static final int ROWS_AT_ONCE = 2_000;
    private static final int STREAMS_AT_ONCE = 16;

    /** The end of a stream according to its row. */
    public record StreamEnd(PlaceCode placeCode, UUID stream, long ackedSeq, byte[] chain) {}

    /** A text sealed for a record; {@code hash} is the one in its own row. */
    public record SealedRow(String kind, byte[] ciphertext, byte[] hash) {}

    /** A checkpoint's row; its key is null if it is not stored. */
    record CheckpointRow(
            long number,
            @Nullable LocalDate day,
            Instant madeAt,
            String body,
            byte[] hash,
            byte[] signature,
            String fingerprint,
            byte @Nullable [] publicKey) {}

    /** A leaf's row; {@code recorded} is the present chain hash of the record, null if it is missing. */
    record HeadRow(
            long checkpoint,
            @Nullable Integer stream,
            boolean conflicts,
            @Nullable Authority photographs,
            long seq,
            byte[] chain,
            byte @Nullable [] recorded) {}

    /** A signature by another key. */
    record CosignatureRow(long checkpoint, byte[] publicKey, byte[] signature) {}

    /**
     * A stream's record under a number.
     *
     * @param dropped whether it was dropped with its day, so that its content is unknown
     */
    record StreamRecord(StreamEnd end, byte @Nullable [] chain, boolean dropped) {}

    /** The first checkpoint over a record. */
    record Covering(long checkpoint, Instant madeAt) {}

    /** Receives each record, in the order of stream and number. */
    public interface Reader {
        /** @return whether to continue */
        boolean read(JournalRecord record, @Nullable SealedRow sealed) throws SQLException;
    }

    private final Connection connection;
    private final RecordHash hash;
    private final Map<Integer, RuleVersion> releases;
    private final int firstStream;
    private final int lastStream;

    private VerificationStore(Connection connection, int firstStream, int lastStream) throws SQLException {
        this.connection = connection;
        this.hash = hash(connection);
        this.releases = releases(connection);
        this.firstStream = firstStream;
        this.lastStream = lastStream;
    }

    /** The integrity incidents on record. @param newest null: none was found yet */
    public record Incidents(long count, @Nullable String newest) {}

    public static VerificationStore open(DatabaseAddress address) throws SQLException {
        return open(address, 0, Integer.MAX_VALUE);
    }

    /** Reads only the streams with these numbers, so that the snapshot is not held for long. */
    public static VerificationStore open(DatabaseAddress address, int firstStream, int lastStream) throws SQLException {
        Connection connection =
                DriverManager.getConnection(address.jdbcUrlOfSchema(), address.user(), address.password());
        connection.setAutoCommit(false); // one snapshot, and rows in parts
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        try (var statement = connection.createStatement()) {
            statement.execute(JournalStore.HOLD_DAYS);
        }
        return new VerificationStore(connection, firstStream, lastStream);
    }

    /** The hash of a database; that of the international suite if no node has started on it yet. */
    public static RecordHash hash(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SUITE)) {
            return RecordHash.of(rows.next() ? KeySuite.of(rows.getString("suite")) : KeySuite.INTERNATIONAL);
        }
    }

    private static Map<Integer, RuleVersion> releases(Connection connection) throws SQLException {
        var releases = new HashMap<Integer, RuleVersion>();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(RELEASES)) {
            while (rows.next()) {
                int number = rows.getInt("number");
                releases.put(number, new RuleVersion(number, rows.getString("version")));
            }
        }
        return releases;
    }

    RecordHash hash() {
        return hash;
    }

    public Map<Integer, StreamEnd> streams() throws SQLException {
        var streams = new LinkedHashMap<Integer, StreamEnd>();
        try (var statement = prepared(STREAMS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                streams.put(
                        rows.getInt("number"),
                        new StreamEnd(
                                new PlaceCode(rows.getString("place_code")),
                                rows.getObject("stream", UUID.class),
                                rows.getLong("acked_seq"),
                                rows.getBytes("chain")));
            }
        }
        return streams;
    }

    /** The streams whose agent said that it is the project's own. */
    Set<UUID> ownAgents() throws SQLException {
        var streams = new HashSet<UUID>();
        try (var statement = prepared(OWN_AGENTS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                streams.add(rows.getObject("stream", UUID.class));
            }
        }
        return streams;
    }

    /** A few streams at a time: for packed days PostgreSQL has to sort the rows it reads. */
    public void records(Reader reader) throws SQLException {
        List<Integer> numbers = List.copyOf(streams().keySet());
        int from = firstStream;
        for (int next = STREAMS_AT_ONCE; next < numbers.size(); next += STREAMS_AT_ONCE) {
            int to = numbers.get(next) - 1;
            if (!records(reader, from, to)) {
                return;
            }
            from = to + 1;
        }
        records(reader, from, lastStream);
    }

    private boolean records(Reader reader, int from, int to) throws SQLException {
        try (var statement = connection.prepareStatement(RECORDS)) {
            statement.setInt(1, from);
            statement.setInt(2, to);
            statement.setInt(3, from);
            statement.setInt(4, to);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!reader.read(record(rows), sealed(rows))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    List<CheckpointRow> checkpoints() throws SQLException {
        var checkpoints = new ArrayList<CheckpointRow>();
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CHECKPOINTS)) {
            while (row.next()) {
                checkpoints.add(new CheckpointRow(
                        row.getLong("number"),
                        row.getObject("day", LocalDate.class),
                        Objects.requireNonNull(instant(row, "made_at")),
                        row.getString("body"),
                        row.getBytes("hash"),
                        row.getBytes("signature"),
                        row.getString("fingerprint"),
                        row.getBytes("public_key")));
            }
        }
        return checkpoints;
    }

    /** Whether a key that signed has this proof. */
    boolean isProven(byte[] proof) throws SQLException {
        try (var statement = connection.prepareStatement(PROVEN)) {
            statement.setBytes(1, proof);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Passes all leaves, in the order of checkpoint and position, until one is refused. */
    void heads(Predicate<HeadRow> reader) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = statement.executeQuery(HEADS)) {
                while (row.next()) {
                    var head = new HeadRow(
                            row.getLong("checkpoint"),
                            row.getObject("stream_number", Integer.class),
                            row.getBoolean("conflicts"),
                            Authority.find(row.getString("authority")).orElse(null),
                            row.getLong("seq"),
                            row.getBytes("chain"),
                            row.getBytes("recorded"));
                    if (!reader.test(head)) {
                        return;
                    }
                }
            }
        }
    }

    List<CosignatureRow> cosignatures() throws SQLException {
        var signatures = new ArrayList<CosignatureRow>();
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COSIGNATURES)) {
            while (row.next()) {
                signatures.add(new CosignatureRow(
                        row.getLong("checkpoint"), row.getBytes("public_key"), row.getBytes("signature")));
            }
        }
        return signatures;
    }

    /** The oldest entry of the access log that is kept; 0 if there is none. */
    long oldestAccess() throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(OLDEST_ACCESS)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** No entry of the access log that was made later may be dropped. */
    Instant accessKeptSince() throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ACCESS_KEPT_SINCE)) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** The records of streams of this name under a number; one stream, unless two cafés chose the same name. */
    List<StreamRecord> recorded(UUID stream, long seq) throws SQLException {
        var recorded = new ArrayList<StreamRecord>();
        try (var statement = connection.prepareStatement(RECORDED)) {
            statement.setLong(1, seq);
            statement.setObject(2, stream);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    var end = new StreamEnd(
                            new PlaceCode(row.getString("place_code")),
                            stream,
                            row.getLong("acked_seq"),
                            row.getBytes("chain"));
                    recorded.add(new StreamRecord(end, row.getBytes("recorded"), row.getBoolean("dropped")));
                }
            }
        }
        return recorded;
    }

    /** The first checkpoint that covers a number of a stream; null if none does. */
    @Nullable
    Covering covering(StreamEnd end, long seq) throws SQLException {
        try (var statement = connection.prepareStatement(COVERING)) {
            statement.setString(1, end.placeCode().value());
            statement.setObject(2, end.stream());
            statement.setLong(3, seq);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Covering(row.getLong("number"), Objects.requireNonNull(instant(row, "made_at")))
                        : null;
            }
        }
    }

    /** The cuts of streams by drops, in the order of stream and number. */
    VerificationCuts cuts() throws SQLException {
        return VerificationCuts.open(connection, firstStream, lastStream);
    }

    /** The second versions of repeated numbers, in the order of stream and chain. */
    void conflicts(VerificationConflicts conflicts) throws SQLException {
        conflicts.read(connection, firstStream, lastStream);
    }

    /** The photographs of finished inspections, in the order of their chains. */
    void photographs(VerificationPhotographs photographs) throws SQLException {
        photographs.read(connection);
    }

    /** The drops in their order, each with its cuts. */
    void drops(VerificationDrops drops) throws SQLException {
        drops.read(connection);
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setInt(1, firstStream);
        statement.setInt(2, lastStream);
        return statement;
    }

    public Incidents incidents() throws SQLException {
        try (var statement = connection.prepareStatement(INCIDENTS);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Incidents(row.getLong("incidents"), row.getString("newest"));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private JournalRecord record(ResultSet row) throws SQLException {
        return new JournalRecord(
                row.getObject("day", LocalDate.class),
                row.getInt("stream_number"),
                row.getLong("seq"),
                Objects.requireNonNull(instant(row, "received_at")),
                instant(row, "sent_at"),
                instant(row, "effective_at"),
                text(row),
                row.getBytes("content_mac"),
                row.getBytes("sealed_hash"),
                row.getBytes("chain"));
    }

    private RecordText text(ResultSet row) throws SQLException {
        Integer release = row.getObject("release_number", Integer.class);
        return new RecordText(
                StoredBody.read(row.getString("body")),
                row.getString("outcome"),
                release == null ? null : releases.getOrDefault(release, new RuleVersion(release, "")),
                new RecordFacts(
                        row.getString("type"),
                        row.getString("answer"),
                        row.getObject("under_age", Boolean.class),
                        row.getObject("admitted", Boolean.class)));
    }

    private static @Nullable SealedRow sealed(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return kind == null ? null : new SealedRow(kind, row.getBytes("ciphertext"), row.getBytes("ciphertext_hash"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
