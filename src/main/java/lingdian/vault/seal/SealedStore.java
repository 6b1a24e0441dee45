package lingdian.vault.seal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import lingdian.domain.document.Credential;
import lingdian.domain.document.LoginRef;

/**
 * Reads the sealed documents of logins, masked or not, for callers that may see them.
 *
 * <p>One query for a whole list, because a page of violations shows up to a thousand persons. A card's content may be
 * as long as a mebibyte, so the few documents that are far longer than any real one are fetched one by one.
 */
public final class SealedStore {
    private static final String IDENTITY = "identity";
    private static final int BYTES_AT_ONCE_MAX = 4_096;

    /**
     * Documents that a case kept of a dropped day are sealed with another key, in a table of its own. One of a packed day is
     * taken out of its row as the view {@code sealed_text} would, but without unpacking the row's others: a list asks for a
     * thousand.
     */
    private static final String DOCUMENTS = """
        WITH wanted AS (
          SELECT stream_number, seq, day, place_code, stream
          FROM unnest($1::integer[], $2::bigint[], $3::date[]) AS asked (stream_number, seq, day)
          JOIN stream ON stream.number = asked.stream_number)
        SELECT wanted.*, CASE WHEN octet_length(text.ciphertext) <= $4 THEN text.ciphertext END AS ciphertext
        FROM wanted CROSS JOIN LATERAL (
          SELECT ciphertext FROM sealed
          WHERE sealed.stream_number = wanted.stream_number AND sealed.seq = wanted.seq
            AND sealed.day = wanted.day AND kind = 'identity'
          UNION ALL
          SELECT ciphertext[array_position(seq_after, (wanted.seq - first_seq)::smallint)] FROM packed_text
          WHERE packed_text.stream_number = wanted.stream_number AND first_seq <= wanted.seq AND last_seq >= wanted.seq
            AND packed_text.day = wanted.day AND kind = 'identity'
          OFFSET 0) AS text
        WHERE text.ciphertext IS NOT NULL
        UNION ALL
        SELECT wanted.*, CASE WHEN octet_length(resealed) <= $4 THEN resealed END
        FROM wanted JOIN kept_text ON kept_text.stream_number = wanted.stream_number
          AND kept_text.seq = wanted.seq
          AND kept_text.kind = 'identity'
          AND resealed IS NOT NULL
        """;

    private final Vault vault;

    public SealedStore(Vault vault) {
        this.vault = vault;
    }

    /**
     * The documents of some logins. A login is absent if its document is not stored (a denied login, or one dropped
     * with its day) or was sealed with a retired key.
     *
     * @return fails with a {@link VaultException} if one cannot be opened
     */
    public Future<Map<LoginRef, Credential>> documents(SqlClient client, Collection<LoginRef> refs) {
        return documents(client, refs, document -> document);
    }

    /** The documents of some logins, of which only the result of {@code view} is kept. */
    public <T> Future<Map<LoginRef, T>> documents(
            SqlClient client, Collection<LoginRef> refs, Function<Credential, T> view) {
        if (refs.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return client.preparedQuery(DOCUMENTS)
                .execute(wanted(refs, BYTES_AT_ONCE_MAX))
                .compose(rows -> {
                    Map<LoginRef, T> documents = new HashMap<>();
                    Future<Void> all = unseal(rows, view, documents);
                    for (Row row : rows) {
                        if (row.getBuffer("ciphertext") == null) {
                            all = all.compose(before -> alone(client, loginRef(row), view, documents));
                        }
                    }
                    return all.map(documents);
                });
    }

    private <T> Future<Void> alone(
            SqlClient client, LoginRef ref, Function<Credential, T> view, Map<LoginRef, T> documents) {
        return client.preparedQuery(DOCUMENTS)
                .execute(wanted(List.of(ref), Integer.MAX_VALUE))
                .compose(rows -> unseal(rows, view, documents));
    }

    private static Tuple wanted(Collection<LoginRef> refs, int bytesMax) {
        List<LoginRef> distinct = refs.stream().distinct().toList();
        return Tuple.of(
                distinct.stream().map(LoginRef::streamNumber).toArray(Integer[]::new),
                distinct.stream().map(LoginRef::seq).toArray(Long[]::new),
                distinct.stream().map(LoginRef::day).toArray(LocalDate[]::new),
                bytesMax);
    }

    private <T> Future<Void> unseal(RowSet<Row> rows, Function<Credential, T> view, Map<LoginRef, T> documents) {
        try {
            for (Row row : rows) {
                Buffer ciphertext = row.getBuffer("ciphertext");
                if (ciphertext != null) {
                    unseal(row, ciphertext).ifPresent(document -> documents.put(loginRef(row), view.apply(document)));
                }
            }
        } catch (VaultException closed) {
            return Future.failedFuture(closed);
        }
        return Future.succeededFuture();
    }

    private Optional<Credential> unseal(Row row, Buffer ciphertext) throws VaultException {
        try {
            return Optional.of(document(row, ciphertext));
        } catch (VaultException closed) {
            if (closed.keyRetired()) {
                return Optional.empty(); // like a dropped one; the others are still shown
            }
            throw closed;
        }
    }

    private Credential document(Row row, Buffer ciphertext) throws VaultException {
        var ref = new SealedRef(row.getString("place_code"), row.getUUID("stream"), row.getLong("seq"), IDENTITY);
        return vault.unsealDocument(ciphertext.getBytes(), ref);
    }

    private static LoginRef loginRef(Row row) {
        return new LoginRef(row.getInteger("stream_number"), row.getLong("seq"), row.getLocalDate("day"));
    }
}
