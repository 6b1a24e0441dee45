package lingdian.vault.rekeying;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import lingdian.platform.database.Columns;
import lingdian.vault.seal.SealedColumn;
import lingdian.vault.seal.SealedRef;

/**
 * Reads and replaces the ciphertexts of any {@link SealedColumn}.
 *
 * <p>It walks a table by the physical position of its rows, some blocks at a time: that needs no index for a pass that
 * happens only after a rotation and at a start, and reads each block once.
 */
final class SealedColumnStore {
    /** How many blocks are read in one statement. */
    static final int WINDOW = 256;

    private static final String BLOCKS = """
            SELECT pg_relation_size($1::text::regclass) / current_setting('block_size')::bigint AS blocks
            """;

    /** A ciphertext begins with five bytes that name its key. */
    private static final String CLAIM = """
            SELECT ctid::text AS place, %3$s AS place_code, %4$s AS stream, (%5$s)::bigint AS seq, %6$s AS kind,
              %2$s AS ciphertext
            FROM %1$s
            WHERE ctid >= $1::text::tid AND ctid < $2::text::tid AND substr(%2$s, 1, 5) = ANY ($3)
              AND ctid <> ALL ($4::text[]::tid[])
            LIMIT $5 FOR UPDATE SKIP LOCKED
            """;

    private static final String RESEAL = """
            UPDATE %1$s SET %2$s = anew.ciphertext
            FROM unnest($1::text[], $2::bytea[]) AS anew (place, ciphertext)
            WHERE ctid = anew.place::tid
            """;

    /**
     * A text as stored in the table.
     *
     * @param place of its row, valid while it is locked
     */
    record StoredCiphertext(String place, SealedRef ref, byte[] ciphertext) {
        @Override
        public String toString() {
            return "Lying";
        }
    }

    /** The present number of blocks of a table. Texts written after them are sealed with the key in use. */
    Future<Long> blocks(SqlClient client, SealedColumn column) {
        return client.preparedQuery(BLOCKS)
                .execute(Tuple.of(column.table()))
                .map(rows -> rows.iterator().next().getLong("blocks"));
    }

    /**
     * Texts that one of these keys sealed, their rows locked; those locked by another transaction are left out.
     *
     * @param window the first of the blocks to read
     * @param prefixes of ciphertexts
     * @param without places of rows to leave alone
     */
    Future<List<StoredCiphertext>> claim(
            SqlConnection connection,
            SealedColumn column,
            long window,
            List<byte[]> prefixes,
            Collection<String> without) {
        return connection
                .preparedQuery(CLAIM.formatted(
                        column.table(),
                        column.column(),
                        column.placeCode(),
                        column.stream(),
                        column.seq(),
                        column.kind()))
                .execute(Tuple.of(
                        "(" + window + ",0)",
                        "(" + (window + WINDOW) + ",0)",
                        Columns.bytes(prefixes, prefix -> prefix),
                        without.toArray(String[]::new),
                        column.portion()))
                .map(rows -> {
                    var claimed = new ArrayList<StoredCiphertext>();
                    rows.forEach(row -> claimed.add(row(row)));
                    return claimed;
                });
    }

    /** Replaces ciphertexts of rows that are locked. */
    Future<Void> reseal(SqlConnection connection, SealedColumn column, List<StoredCiphertext> anew) {
        return anew.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(RESEAL.formatted(column.table(), column.column()))
                        .execute(Tuple.of(
                                Columns.of(anew, String[]::new, StoredCiphertext::place),
                                Columns.bytes(anew, StoredCiphertext::ciphertext)))
                        .mapEmpty();
    }

    private static StoredCiphertext row(Row row) {
        return new StoredCiphertext(
                row.getString("place"),
                new SealedRef(
                        row.getString("place_code"), row.getUUID("stream"), row.getLong("seq"), row.getString("kind")),
                row.getBuffer("ciphertext").getBytes());
    }
}
