package lingdian.vault.seal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts in quarantine: rejected events, and events that repeated a number with other content.
 *
 * <p>Limited to one café and to days, so that it cannot be used to search for a person in the faulty events of all
 * cafés.
 */
public final class SealedTextStore {
    private static final int TEXTS_MAX = 16;

    private static final String LIST = """
            SELECT stream.number, stream.stream, sealed.seq, sealed.day, sealed.kind, count(*) AS texts, min(quarantined.outcome) AS outcome
            FROM stream
            JOIN sealed_text AS sealed ON sealed.stream_number = stream.number
            LEFT JOIN LATERAL (
              SELECT outcome FROM recorded
              WHERE recorded.stream_number = sealed.stream_number AND recorded.seq = sealed.seq
                AND from_seq <= sealed.seq AND to_seq >= sealed.seq AND recorded.day = sealed.day
              OFFSET 0) AS quarantined ON sealed.kind = 'quarantine'
            WHERE stream.place_code = $1
              AND sealed.kind IN ('quarantine', 'conflict')
              AND sealed.day BETWEEN $2 AND $3
              AND (stream.number, sealed.seq, sealed.kind, sealed.day) > ($4, $5, $6, $7)
            GROUP BY stream.number, stream.stream, sealed.seq, sealed.kind, sealed.day
            ORDER BY stream.number, sealed.seq, sealed.kind, sealed.day
            LIMIT $8
            """;

    private static final String OPEN = """
            SELECT sealed.kind, sealed.ciphertext
            FROM stream
            JOIN sealed_text AS sealed ON sealed.stream_number = stream.number
            WHERE stream.place_code = $1 AND stream.stream = $2
              AND sealed.seq = $3 AND from_seq <= $3 AND to_seq >= $3
              AND sealed.kind IN ('quarantine', 'conflict')
              AND sealed.day BETWEEN $4 AND $5
            ORDER BY sealed.day, sealed.kind DESC, sealed.ciphertext_hash
            LIMIT $6
            """;

    private final Vault vault;

    public SealedTextStore(Vault vault) {
        this.vault = vault;
    }

    /**
     * A position in the list's order.
     *
     * @param kind {@code quarantine} or {@code conflict}
     * @param day the received day
     */
    public record Place(int streamNumber, long seq, String kind, LocalDate day) {
        /** The position before all others. */
        public static final Place BEGINNING = new Place(0, 0, "", LocalDate.EPOCH);
    }

    /**
     * A number of a stream under which texts are stored.
     *
     * @param outcome the reject as it was sent, which repeats no value; null for a conflict
     */
    public record Kept(
            Place place, UUID stream, long texts, @Nullable String outcome) {}

    /** One decrypted text. */
    public record Opened(String kind, String text) {
        @Override
        public String toString() {
            return "Opened[" + kind + "]"; // it may contain personal data
        }
    }

    /** The part of a café's texts that may be read: received on these days, both included. */
    public record Shelf(String placeCode, LocalDate from, LocalDate to) {}

    /** The numbers with stored texts, in the order of the café's streams and their numbers. */
    public Future<List<Kept>> list(SqlClient client, Shelf shelf, Place after, int limit) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(
                                shelf.placeCode(),
                                shelf.from(),
                                shelf.to(),
                                after.streamNumber(),
                                after.seq(),
                                after.kind())
                        .addValue(after.day())
                        .addValue(limit))
                .map(rows -> RowStream.of(rows).map(SealedTextStore::kept).toList());
    }

    /**
     * The oldest sixteen texts under one number. Those whose key is retired are left out.
     *
     * @return fails with a {@link VaultException} if one cannot be opened
     */
    public Future<List<Opened>> open(SqlClient client, Shelf shelf, UUID stream, long seq) {
        return client.preparedQuery(OPEN)
                .execute(Tuple.of(shelf.placeCode(), stream, seq, shelf.from(), shelf.to(), TEXTS_MAX))
                .compose(rows -> opened(rows, shelf.placeCode(), stream, seq));
    }

    private Future<List<Opened>> opened(RowSet<Row> rows, String placeCode, UUID stream, long seq) {
        var opened = new ArrayList<Opened>();
        for (Row row : rows) {
            String kind = row.getString("kind");
            try {
                byte[] ciphertext = row.getBuffer("ciphertext").getBytes();
                String text = vault.unseal(ciphertext, new SealedRef(placeCode, stream, seq, kind));
                opened.add(new Opened(kind, NetworkIdentityMask.hidden(text)));
            } catch (VaultException closed) {
                if (!closed.keyRetired()) {
                    return Future.failedFuture(closed);
                }
            }
        }
        return Future.succeededFuture(opened);
    }

    private static Kept kept(Row row) {
        var place =
                new Place(row.getInteger("number"), row.getLong("seq"), row.getString("kind"), row.getLocalDate("day"));
        return new Kept(place, row.getUUID("stream"), row.getLong("texts"), row.getString("outcome"));
    }
}
