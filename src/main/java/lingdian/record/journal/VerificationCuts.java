package lingdian.record.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cuts of streams by drops, one at a time, in the order in which the records are read.
 *
 * <p>Read beside the records rather than before them: over the years there are more cuts than fit into memory.
 */
final class VerificationCuts implements AutoCloseable {
    private static final String CUTS = """
            SELECT drop_number, stream_number, first_seq, last_seq, chain_before, chain
            FROM retention_cut WHERE stream_number BETWEEN ? AND ? ORDER BY stream_number, first_seq
            """;

    private static final int ROWS_AT_ONCE = 2_000;

    /**
     * A range of a stream's records that was dropped.
     *
     * @param chainBefore at the previous record; null if there is none
     * @param chain at its last record
     */
    record Cut(
            long dropNumber,
            int streamNumber,
            long firstSeq,
            long lastSeq,
            byte @Nullable [] chainBefore,
            byte[] chain) {
        /** Whether the records left before it end with this chain hash. */
        boolean follows(byte[] before) {
            return firstSeq == 1 ? chainBefore == null : Arrays.equals(chainBefore, before);
        }
    }

    private final Statement statement;
    private final ResultSet rows;
    private @Nullable Cut next;

    private VerificationCuts(Statement statement, ResultSet rows) throws SQLException {
        this.statement = statement;
        this.rows = rows;
        take();
    }

    static VerificationCuts open(Connection connection, int firstStream, int lastStream) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(CUTS);
        statement.setInt(1, firstStream);
        statement.setInt(2, lastStream);
        statement.setFetchSize(ROWS_AT_ONCE);
        return new VerificationCuts(statement, statement.executeQuery());
    }

    /** The next one, which stays the next one until it is taken; null at the end. */
    @Nullable
    Cut next() {
        return next;
    }

    void take() throws SQLException {
        next = rows.next() ? cut(rows) : null;
    }

    static Cut cut(ResultSet row) throws SQLException {
        return new Cut(
                row.getLong("drop_number"),
                row.getInt("stream_number"),
                row.getLong("first_seq"),
                row.getLong("last_seq"),
                row.getBytes("chain_before"),
                row.getBytes("chain"));
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
