package lingdian.record.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.record.evidence.RecordHash;
import lingdian.record.journal.Verification.Broken;
import lingdian.record.journal.VerificationStore.StreamEnd;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the chains of second versions: the texts sealed when a number was repeated with other content, which no
 * record of the journal names (handbook, evidence.md).
 *
 * <p>Written separately from the database function that makes the chains, so that each checks the other. Texts that
 * were dropped with their received day are not searched for; the chain of drops proves that the day was dropped.
 */
final class VerificationConflicts {
    /** A chain's links, followed by sealed texts without a link; each row has the end of its stream. */
    private static final String CONFLICTS = """
            SELECT coalesce(link.stream_number, head.stream_number) AS stream, link.number, link.day, link.seq, link.ciphertext_hash,
                   link.chain, sealed.ciphertext, EXISTS (SELECT FROM retention_drop WHERE day = link.day) AS dropped,
                   head.number AS last_number, head.chain AS last_chain
            FROM conflict AS link
            FULL JOIN conflict_head AS head ON head.stream_number = link.stream_number
            CROSS JOIN (SELECT ?::integer AS first, ?::integer AS last) AS wanted
            LEFT JOIN sealed_text AS sealed
              ON sealed.day = link.day AND sealed.stream_number = link.stream_number AND sealed.seq = link.seq
              AND sealed.kind = 'conflict' AND sealed.ciphertext_hash = link.ciphertext_hash
              AND sealed.stream_number BETWEEN first AND last
            WHERE coalesce(link.stream_number, head.stream_number) BETWEEN first AND last
            ORDER BY 1, link.number
            """;

    private static final String UNCHAINED = """
            SELECT stream_number, min(seq) AS seq FROM sealed_text AS sealed
            WHERE kind = 'conflict' AND stream_number BETWEEN ? AND ? AND NOT EXISTS (
              SELECT FROM conflict AS link WHERE link.stream_number = sealed.stream_number AND link.day = sealed.day
                AND link.seq = sealed.seq AND link.ciphertext_hash = sealed.ciphertext_hash)
            GROUP BY stream_number ORDER BY stream_number
            """;

    private static final String LABEL = "lingdian conflicts ";
    private static final int ROWS_AT_ONCE = 2_000;

    private final Map<Integer, StreamEnd> streams;
    private final RecordHash ofCiphertexts;
    private final List<Broken> broken = new ArrayList<>();
    private final Set<Integer> brokenStreams = new HashSet<>();
    private int current = -1;
    private long number;
    private long seq;
    private long lastNumber;
    private byte[] previous = new byte[0];
    private byte @Nullable [] lastChain;

    private VerificationConflicts(Map<Integer, StreamEnd> streams, RecordHash ofCiphertexts) {
        this.streams = streams;
        this.ofCiphertexts = ofCiphertexts;
    }

    /** The first record that does not fit, of each stream among those that {@code store} reads. */
    static List<Broken> broken(VerificationStore store) throws SQLException {
        var conflicts = new VerificationConflicts(store.streams(), store.hash());
        store.conflicts(conflicts);
        return conflicts.broken;
    }

    /** Names a second version by its place in the stream's chain of them. */
    static String name(StreamEnd end, long number) {
        return "café " + end.placeCode() + ", stream " + end.stream() + ", second version " + number;
    }

    void read(Connection connection, int firstStream, int lastStream) throws SQLException {
        try (var statement = prepared(connection, CONFLICTS, firstStream, lastStream);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                link(rows);
            }
        }
        end();
        try (var statement = prepared(connection, UNCHAINED, firstStream, lastStream);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                broken(rows.getInt("stream_number"), rows.getLong("seq"), "a second version of it was never chained");
            }
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, int firstStream, int lastStream)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setInt(1, firstStream);
        statement.setInt(2, lastStream);
        statement.setFetchSize(ROWS_AT_ONCE);
        return statement;
    }

    private void link(ResultSet row) throws SQLException {
        if (row.getInt("stream") != current) {
            end();
            begin(row);
        }
        long next = row.getLong("number");
        if (row.wasNull() || brokenStreams.contains(current)) {
            return; // only a head, checked by its end
        }
        seq = row.getLong("seq");
        byte[] expected = hash(row, next);
        if (next != number + 1) {
            broken(current, seq, "the link before its second version is missing");
        } else if (!Arrays.equals(expected, row.getBytes("chain"))) {
            broken(current, seq, "the link of its second version does not match its chain hash");
        } else if (!row.getBoolean("dropped") && !isSealed(row)) {
            broken(current, seq, "its second version is missing or was changed");
        }
        number = next;
        previous = expected;
    }

    private boolean isSealed(ResultSet row) throws SQLException {
        byte[] ciphertext = row.getBytes("ciphertext");
        return ciphertext != null && Arrays.equals(row.getBytes("ciphertext_hash"), ofCiphertexts.of(ciphertext));
    }

    private void begin(ResultSet row) throws SQLException {
        current = row.getInt("stream");
        number = 0;
        seq = 1;
        lastNumber = row.getLong("last_number");
        lastChain = row.getBytes("last_chain");
        StreamEnd end = streams.get(current);
        previous = end == null
                ? new byte[0]
                : RecordHash.sha256()
                        .digest((LABEL + end.placeCode() + " " + end.stream()).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] hash(ResultSet row, long next) throws SQLException {
        MessageDigest digest = RecordHash.sha256();
        digest.update(previous);
        digest.update(ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(next)
                .putLong(row.getObject("day", LocalDate.class).toEpochDay())
                .putLong(row.getLong("seq"))
                .array());
        return digest.digest(row.getBytes("ciphertext_hash"));
    }

    private void end() {
        if (current != -1 && (number != lastNumber || !Arrays.equals(previous, lastChain))) {
            broken(current, seq, "the chain of second versions does not end with number " + number);
        }
    }

    private void broken(int stream, long seq, String why) {
        if (brokenStreams.add(stream)) {
            StreamEnd end = streams.get(stream);
            String name = end == null ? "stream number " + stream + ", record " + seq : Verification.name(end, seq);
            broken.add(new Broken(end, seq, name + ": " + why));
        }
    }
}
