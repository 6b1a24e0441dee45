package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.platform.database.Columns;
import lingdian.record.evidence.StoredBody;
import org.jspecify.annotations.Nullable;

/** The append-only tables: appends to them, and reads the recorded answers of repeated numbers. */
public final class JournalStore {
    /**
     * The first statement of a transaction with one snapshot: a day that is packed or dropped after the snapshot and
     * before the first read would be in neither table. Packing and dropping do not wait for this lock, but try again
     * later.
     */
    public static final String HOLD_DAYS = "LOCK TABLE journal, packed_record IN ACCESS SHARE MODE";

    private static final String APPEND = """
            INSERT INTO journal (day, stream_number, seq, received_at, sent_at, effective_at, body, outcome, content_mac,
                                 sealed_hash, chain, type, answer, under_age, admitted, release_number)
            SELECT * FROM unnest($1::date[], $2::integer[], $3::bigint[], $4::timestamptz[], $5::timestamptz[],
                                 $6::timestamptz[], $7::text[], $8::text[], $9::bytea[], $10::bytea[], $11::bytea[],
                                 $12::"char"[], $13::"char"[], $14::boolean[], $15::boolean[], $16::smallint[])
            """;

    private static final String SEAL = """
            INSERT INTO sealed (day, stream_number, seq, kind, ciphertext, ciphertext_hash)
            SELECT * FROM unnest($1::date[], $2::integer[], $3::bigint[], $4::text[], $5::bytea[], $6::bytea[])
            """;

    /**
     * OFFSET 0, here and wherever records are joined, makes the requested numbers find their rows instead of reading
     * all rows.
     *
     * <p>Batches read this while they hold the lock, and unpacking a row takes a third of a millisecond. So a packed row is
     * found once for all of its numbers, and what is asked for is taken out of it as the view {@code unpacked} would. A row
     * has at most five hundred numbers: those asked for are grouped by so many, which bounds what is looked through.
     */
    static final String ANSWERED = """
            SELECT number AS stream_number, asked.seq, content_mac, outcome, answer
            FROM unnest($1::integer[], $2::bigint[]) AS asked (number, seq)
            CROSS JOIN LATERAL (
              SELECT content_mac, outcome, answer FROM journal WHERE stream_number = number AND journal.seq = asked.seq
              OFFSET 0) AS answered
            UNION ALL
            SELECT number, one.seq, substr(content_macs, (one.seq - first_seq)::integer * 16 + 1, 16),
                   outcome[one.seq - first_seq + 1], answer[one.seq - first_seq + 1]
            FROM (
              SELECT number, array_agg(seq) AS seqs, min(seq) AS lowest, max(seq) AS highest
              FROM unnest($1::integer[], $2::bigint[]) AS asked (number, seq)
              GROUP BY number, seq / 500) AS near
            CROSS JOIN LATERAL (
              SELECT first_seq, last_seq, content_macs, outcome, answer FROM packed_record
              WHERE stream_number = number AND first_seq > lowest - 500 AND first_seq <= highest AND last_seq >= lowest
              OFFSET 0) AS packed
            CROSS JOIN unnest(seqs) AS one (seq)
            WHERE one.seq BETWEEN first_seq AND last_seq
            """;

    private static final String HOLDS = """
            SELECT FROM recorded
            WHERE stream_number = $1 AND seq = $2 AND from_seq <= $2 AND to_seq >= $2 AND day = $3 AND chain = $4
            """;

    private static final String ENSURE_DAY = "SELECT ensure_day($1)";

    /** Identifies a record. */
    public record RecordKey(int streamNumber, long seq) {}

    /**
     * The record under a number.
     *
     * @param verdict whether the outcome is a verdict and not a reject
     */
    public record RecordedAnswer(
            byte[] contentMac, @Nullable String outcome, boolean verdict) {}

    public Future<Void> append(SqlClient client, List<JournalRecord> records) {
        Tuple rows = Tuple.tuple();
        addRecords(rows, records);
        return client.preparedQuery(APPEND).execute(rows).mapEmpty();
    }

    static void addRecords(Tuple parameters, List<JournalRecord> records) {
        parameters
                .addValue(Columns.of(records, LocalDate[]::new, JournalRecord::day))
                .addValue(Columns.of(records, Integer[]::new, JournalRecord::streamNumber))
                .addValue(Columns.of(records, Long[]::new, JournalRecord::seq))
                .addValue(Columns.times(records, JournalRecord::receivedAt))
                .addValue(Columns.times(records, JournalRecord::sentAt))
                .addValue(Columns.times(records, JournalRecord::effectiveAt))
                .addValue(Columns.of(records, String[]::new, record -> StoredBody.of(record.body())))
                .addValue(Columns.of(records, String[]::new, JournalRecord::outcome))
                .addValue(Columns.bytes(records, JournalRecord::contentMac))
                .addValue(Columns.bytes(records, JournalRecord::sealedHash))
                .addValue(Columns.bytes(records, JournalRecord::chain))
                .addValue(Columns.of(
                        records, String[]::new, record -> record.text().facts().type()))
                .addValue(Columns.of(
                        records, String[]::new, record -> record.text().facts().answer()))
                .addValue(Columns.of(
                        records, Boolean[]::new, record -> record.text().facts().underAge()))
                .addValue(Columns.of(
                        records, Boolean[]::new, record -> record.text().facts().admitted()))
                .addValue(Columns.of(
                        records, Short[]::new, record -> record.text().releaseNumber()));
    }

    public Future<Void> seal(SqlClient client, List<SealedText> texts) {
        Tuple rows = Tuple.tuple();
        addSealed(rows, texts);
        return client.preparedQuery(SEAL).execute(rows).mapEmpty();
    }

    static void addSealed(Tuple parameters, List<SealedText> texts) {
        parameters
                .addValue(Columns.of(texts, LocalDate[]::new, SealedText::day))
                .addValue(Columns.of(texts, Integer[]::new, SealedText::streamNumber))
                .addValue(Columns.of(texts, Long[]::new, SealedText::seq))
                .addValue(Columns.of(texts, String[]::new, SealedText::kind))
                .addValue(Columns.bytes(texts, SealedText::ciphertext))
                .addValue(Columns.bytes(texts, SealedText::hash));
    }

    /** The records under {@code keys}. */
    public Future<Map<RecordKey, RecordedAnswer>> recorded(SqlClient client, Collection<RecordKey> keys) {
        return client.preparedQuery(ANSWERED)
                .execute(Tuple.of(
                        Columns.of(keys, Integer[]::new, RecordKey::streamNumber),
                        Columns.of(keys, Long[]::new, RecordKey::seq)))
                .map(rows -> {
                    var recorded = new HashMap<RecordKey, RecordedAnswer>();
                    for (Row row : rows) {
                        recorded.put(
                                new RecordKey(row.getInteger("stream_number"), row.getLong("seq")),
                                new RecordedAnswer(
                                        row.getBuffer("content_mac").getBytes(),
                                        row.getString("outcome"),
                                        RecordFacts.isVerdict(row.getString("answer"))));
                    }
                    return recorded;
                });
    }

    /** Whether exactly this record was committed. Its chain hash distinguishes it from any other under this number. */
    public Future<Boolean> holds(SqlClient client, JournalRecord record) {
        return client.preparedQuery(HOLDS)
                .execute(Tuple.of(record.streamNumber(), record.seq(), record.day(), Buffer.buffer(record.chain())))
                .map(rows -> rows.size() == 1);
    }

    /** Makes the partitions of a received day if they do not exist yet. */
    public Future<Void> ensureDay(SqlClient client, LocalDate day) {
        return client.preparedQuery(ENSURE_DAY).execute(Tuple.of(day)).mapEmpty();
    }
}
