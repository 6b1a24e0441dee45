package lingdian.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import lingdian.platform.DatabaseAddress;
import org.jspecify.annotations.Nullable;

/** Reads the whole journal in order, without holding it in memory. Blocking: only {@code verify} uses it. */
public final class VerificationStore implements AutoCloseable {
    private static final String STREAMS =
            "SELECT number, place_code, stream, acked_seq, chain FROM stream ORDER BY number";

    private static final String RECORDS = """
            SELECT journal.*, sealed.kind, sealed.ciphertext, sealed.ciphertext_hash
            FROM journal LEFT JOIN sealed
              ON sealed.day = journal.day AND sealed.stream_number = journal.stream_number AND sealed.seq = journal.seq
              AND sealed.kind <> 'conflict'
            ORDER BY journal.stream_number, journal.seq
            """;

    private static final int ROWS_AT_ONCE = 2_000;

    /** A stream as its row says it ends. */
    public record StreamEnd(String placeCode, UUID stream, long ackedSeq, byte[] chain) {}

    /** What lies sealed for a record; {@code hash} is what its own row says. */
    public record Sealed(String kind, byte[] ciphertext, byte[] hash) {}

    /** Is given each record, in the order of stream and number. */
    public interface Reader {
        /** @return whether to go on */
        boolean read(JournalRecord record, @Nullable Sealed sealed) throws SQLException;
    }

    private final Connection connection;

    private VerificationStore(Connection connection) {
        this.connection = connection;
    }

    public static VerificationStore open(DatabaseAddress address) throws SQLException {
        Connection connection = DriverManager.getConnection(
                address.jdbcUrl() + "?currentSchema=" + DatabaseAddress.SCHEMA, address.user(), address.password());
        connection.setAutoCommit(false); // one snapshot, and rows by portions
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        return new VerificationStore(connection);
    }

    public Map<Integer, StreamEnd> streams() throws SQLException {
        var streams = new LinkedHashMap<Integer, StreamEnd>();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(STREAMS)) {
            while (rows.next()) {
                streams.put(
                        rows.getInt("number"),
                        new StreamEnd(
                                rows.getString("place_code"), rows.getObject("stream", UUID.class),
                                rows.getLong("acked_seq"), rows.getBytes("chain")));
            }
        }
        return streams;
    }

    public void records(Reader reader) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(RECORDS)) {
                while (rows.next()) {
                    if (!reader.read(record(rows), sealed(rows))) {
                        return;
                    }
                }
            }
        }
    }

    /** Where streams were cut by drops, in the order of stream and number. */
    VerificationCuts cuts() throws SQLException {
        return VerificationCuts.open(connection);
    }

    /** The drops in their order, each with its cuts. */
    void drops(VerificationDrops drops) throws SQLException {
        drops.read(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static JournalRecord record(ResultSet row) throws SQLException {
        return new JournalRecord(
                row.getObject("day", LocalDate.class),
                row.getInt("stream_number"),
                row.getLong("seq"),
                Objects.requireNonNull(instant(row, "received_at")),
                instant(row, "sent_at"),
                instant(row, "effective_at"),
                row.getString("body"),
                row.getString("outcome"),
                row.getBytes("content_mac"),
                row.getBytes("sealed_hash"),
                row.getBytes("chain"));
    }

    private static @Nullable Sealed sealed(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return kind == null ? null : new Sealed(kind, row.getBytes("ciphertext"), row.getBytes("ciphertext_hash"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
