package lingdian.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the sealed documents of logins, for those who may see them, masked or not.
 *
 * <p>One query for a whole list, because a page of violations shows up to a thousand persons.
 */
public final class SealedStore {
    private static final String IDENTITY = "identity";

    private static final String DOCUMENTS = """
        SELECT wanted.stream_number, wanted.seq, wanted.day, stream.place_code, stream.stream, sealed.ciphertext
        FROM unnest($1::integer[], $2::bigint[], $3::date[]) AS wanted (stream_number, seq, day)
        JOIN stream ON stream.number = wanted.stream_number
        JOIN sealed ON sealed.stream_number = wanted.stream_number
          AND sealed.seq = wanted.seq
          AND sealed.day = wanted.day
          AND sealed.kind = 'identity'
        """;

    private final Vault vault;

    public SealedStore(Vault vault) {
        this.vault = vault;
    }

    /**
     * The documents of some logins. A login whose document is not stored (a denied one, or one that was dropped with its
     * day) is absent.
     *
     * @return fails with a {@link VaultException} where one does not open
     */
    public Future<Map<LoginRef, Document>> documents(SqlClient client, Collection<LoginRef> refs) {
        if (refs.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return client.preparedQuery(DOCUMENTS).execute(wanted(refs)).compose(this::unsealed);
    }

    private static Tuple wanted(Collection<LoginRef> refs) {
        List<LoginRef> distinct = refs.stream().distinct().toList();
        return Tuple.of(
                distinct.stream().map(LoginRef::streamNumber).toArray(Integer[]::new),
                distinct.stream().map(LoginRef::seq).toArray(Long[]::new),
                distinct.stream().map(LoginRef::day).toArray(LocalDate[]::new));
    }

    private Future<Map<LoginRef, Document>> unsealed(RowSet<Row> rows) {
        Map<LoginRef, Document> documents = new HashMap<>();
        try {
            for (Row row : rows) {
                documents.put(loginRef(row), document(row));
            }
        } catch (VaultException closed) {
            return Future.failedFuture(closed);
        }
        return Future.succeededFuture(documents);
    }

    private Document document(Row row) throws VaultException {
        var ref = new SealedRef(row.getString("place_code"), row.getUUID("stream"), row.getLong("seq"), IDENTITY);
        return vault.unsealDocument(row.getBuffer("ciphertext").getBytes(), ref);
    }

    private static LoginRef loginRef(Row row) {
        return new LoginRef(row.getInteger("stream_number"), row.getLong("seq"), row.getLocalDate("day"));
    }
}
