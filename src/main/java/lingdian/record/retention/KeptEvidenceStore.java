package lingdian.record.retention;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import lingdian.platform.database.Columns;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * Copies the evidence of cases out of a day that is about to be dropped (handbook, retention.md).
 *
 * <p>Records are copied unchanged, with the chain hash before each, so that every one still proves itself. Their
 * ciphertexts are stored twice: as recorded, because the chain covers them, and sealed again with the ring's key,
 * because the day's own key is destroyed with the day.
 */
final class KeptEvidenceStore {
    /** The database itself asks for these records before it drops the day. */
    private static final String KEEP = """
            WITH wanted AS (
              SELECT violation_id AS id, stream_number AS number, seq FROM evidence_records($1, $2)
            ), kept AS (
              INSERT INTO kept_evidence
              SELECT DISTINCT ON (record.stream_number, record.seq) record.stream_number, record.seq, record.day,
                     record.received_at, record.sent_at, record.effective_at, record.body, record.outcome,
                     record.content_mac, record.sealed_hash, record.release_number,
                     coalesce(
                       (SELECT chain FROM recorded before
                        WHERE before.stream_number = record.stream_number AND before.seq = record.seq - 1
                          AND before.from_seq <= record.seq - 1 AND before.to_seq >= record.seq - 1 LIMIT 1),
                       (SELECT chain FROM retention_cut
                        WHERE retention_cut.stream_number = record.stream_number AND last_seq = record.seq - 1)),
                     record.chain
              FROM wanted
              CROSS JOIN LATERAL (
                SELECT * FROM recorded
                WHERE recorded.day = $1 AND recorded.stream_number = wanted.number AND recorded.seq = wanted.seq
                  AND from_seq <= wanted.seq AND to_seq >= wanted.seq
                OFFSET 0) AS record
              ON CONFLICT DO NOTHING
              RETURNING stream_number, seq
            )
            INSERT INTO kept_for
            SELECT DISTINCT wanted.id, stream_number, kept.seq
            FROM kept JOIN wanted ON wanted.number = stream_number AND wanted.seq = kept.seq
            """;

    private static final String SEALED = """
            SELECT sealed.stream_number, sealed.seq, sealed.kind, sealed.ciphertext, sealed.ciphertext_hash,
                   stream.place_code, stream.stream
            FROM kept_evidence
            CROSS JOIN LATERAL (
              SELECT * FROM sealed_text
              WHERE sealed_text.day = $1 AND sealed_text.stream_number = kept_evidence.stream_number
                AND sealed_text.seq = kept_evidence.seq AND from_seq <= kept_evidence.seq AND to_seq >= kept_evidence.seq
              OFFSET 0) AS sealed
            JOIN stream ON stream.number = sealed.stream_number
            WHERE kept_evidence.day = $1
            """;

    private static final String RESEALED = """
            INSERT INTO kept_text (stream_number, seq, kind, ciphertext, ciphertext_hash, resealed)
            SELECT * FROM unnest($1::integer[], $2::bigint[], $3::text[], $4::bytea[], $5::bytea[], $6::bytea[])
            """;

    private record Text(
            int streamNumber, long seq, String kind, byte[] ciphertext, byte[] hash, byte @Nullable [] resealed) {}

    private final Vault vault;

    KeptEvidenceStore(Vault vault) {
        this.vault = vault;
    }

    /** Runs in the transaction that drops the day. */
    Future<Void> keep(SqlClient client, LocalDate day, OffsetDateTime casesClosedBefore) {
        return client.preparedQuery(KEEP)
                .execute(Tuple.of(day, casesClosedBefore))
                .compose(kept -> kept.rowCount() == 0 ? Future.succeededFuture() : keepTexts(client, day));
    }

    private Future<Void> keepTexts(SqlClient client, LocalDate day) {
        return client.preparedQuery(SEALED).execute(Tuple.of(day)).compose(rows -> {
            var texts = new ArrayList<Text>();
            rows.forEach(row -> texts.add(text(row)));
            return texts.isEmpty() ? Future.succeededFuture() : keep(client, texts);
        });
    }

    private static Future<Void> keep(SqlClient client, List<Text> texts) {
        return client.preparedQuery(RESEALED)
                .execute(Tuple.of(
                        Columns.of(texts, Integer[]::new, Text::streamNumber),
                        Columns.of(texts, Long[]::new, Text::seq),
                        Columns.of(texts, String[]::new, Text::kind),
                        Columns.bytes(texts, Text::ciphertext),
                        Columns.bytes(texts, Text::hash),
                        Columns.bytes(texts, Text::resealed)))
                .mapEmpty();
    }

    private Text text(Row row) {
        byte[] ciphertext = row.getBuffer("ciphertext").getBytes();
        var ref = new SealedRef(
                row.getString("place_code"), row.getUUID("stream"), row.getLong("seq"), row.getString("kind"));
        return new Text(
                row.getInteger("stream_number"),
                ref.seq(),
                ref.kind(),
                ciphertext,
                row.getBuffer("ciphertext_hash").getBytes(),
                resealed(ciphertext, ref));
    }

    /** The text sealed again; null if its key is gone, in which case the ciphertext is still kept as proof. */
    private byte @Nullable [] resealed(byte[] ciphertext, SealedRef ref) {
        try {
            return vault.seal(vault.unseal(ciphertext, ref), ref);
        } catch (VaultException closed) {
            return null;
        }
    }
}
