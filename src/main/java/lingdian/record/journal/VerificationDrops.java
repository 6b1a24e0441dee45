package lingdian.record.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import lingdian.record.evidence.RecordHash;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the chain of drops, which records for every dropped day where it cut the streams.
 *
 * <p>Written separately from the database function that makes the chain, so that each checks the other.
 */
public final class VerificationDrops {
    private static final String DROPS = """
            SELECT retention_drop.number, day, dropped_at, records, sealed_texts, hash, drop_number, stream_number, first_seq, last_seq,
                   chain_before, retention_cut.chain, place_code, stream.stream
            FROM retention_drop
            FULL JOIN retention_cut ON drop_number = number
            LEFT JOIN stream ON stream.number = stream_number
            ORDER BY coalesce(retention_drop.number, drop_number), stream_number, first_seq
            """;

    private static final byte[] LABEL = "lingdian retention".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_CHAIN = new byte[32];
    private static final int ROWS_AT_ONCE = 2_000;

    /** One drop, whose cuts are being read. */
    private record Drop(long number, LocalDate day, byte[] hash, MessageDigest digest) {}

    private byte[] previous = RecordHash.sha256().digest(LABEL);
    private long previousNumber;
    private @Nullable Drop current;
    private @Nullable String firstBroken;

    private VerificationDrops() {}

    /** Names the first drop that does not fit; null if all do. */
    public static @Nullable String firstBroken(VerificationStore store) throws SQLException {
        var drops = new VerificationDrops();
        store.drops(drops);
        return drops.firstBroken;
    }

    void read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(DROPS)) {
                while (firstBroken == null && rows.next()) {
                    row(rows);
                }
            }
        }
        if (firstBroken == null) {
            end();
        }
    }

    private void row(ResultSet row) throws SQLException {
        long number = row.getLong("number");
        if (row.wasNull()) {
            firstBroken = "the drop " + row.getLong("drop_number") + ": it is missing, though it cut a stream";
            return;
        }
        if (current == null || current.number() != number) {
            end();
            begin(number, row);
        }
        if (row.getObject("drop_number") != null && current != null) {
            cut(
                    current.digest(),
                    VerificationCuts.cut(row),
                    row.getString("place_code") + " " + row.getString("stream"));
        }
    }

    private void begin(long number, ResultSet row) throws SQLException {
        LocalDate day = row.getObject("day", LocalDate.class);
        if (firstBroken == null && number != previousNumber + 1) {
            firstBroken = "the drop " + (previousNumber + 1) + ": it is missing, the next one is that of " + day;
            return;
        }
        MessageDigest digest = RecordHash.sha256();
        digest.update(previous);
        digest.update(ByteBuffer.allocate(5 * Long.BYTES)
                .putLong(number)
                .putLong(day.toEpochDay())
                .putLong(ChronoUnit.MICROS.between(
                        Instant.EPOCH,
                        row.getObject("dropped_at", OffsetDateTime.class).toInstant()))
                .putLong(row.getLong("records"))
                .putLong(row.getLong("sealed_texts"))
                .array());
        current = new Drop(number, day, row.getBytes("hash"), digest);
    }

    private static void cut(MessageDigest digest, VerificationCuts.Cut cut, String stream) {
        digest.update(
                ByteBuffer.allocate(Long.BYTES).putLong(cut.streamNumber()).array());
        digest.update(stream.getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(cut.firstSeq())
                .putLong(cut.lastSeq())
                .array());
        byte[] before = cut.chainBefore();
        digest.update(before == null ? NO_CHAIN : before);
        digest.update(cut.chain());
    }

    private void end() {
        if (current != null) {
            previous = current.digest().digest();
            previousNumber = current.number();
            if (!Arrays.equals(previous, current.hash())) {
                firstBroken = "the drop " + current.number() + " of " + current.day()
                        + ": its content does not match its hash";
            }
        }
    }
}
