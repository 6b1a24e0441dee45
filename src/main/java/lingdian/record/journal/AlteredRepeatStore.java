package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.platform.database.Columns;
import lingdian.record.journal.JournalStore.RecordKey;

/**
 * Which other contents were received under numbers that were received before.
 *
 * <p>An agent that repeats an altered event sends it again with every reconnect. So each content is kept once, and of
 * one number no more than {@link #CONTENTS_MAX}.
 */
public final class AlteredRepeatStore {
    /** Contents of one number beside the first: a program at fault alters an event a few times, not without end. */
    public static final int CONTENTS_MAX = 16;

    private static final String KNOWN = """
            SELECT stream_number, seq, encode(content_mac, 'hex') AS content
            FROM unnest($1::integer[], $2::bigint[]) AS asked (number, seq_asked)
            JOIN altered_repeat ON stream_number = number AND seq = seq_asked
            """;

    private static final String ADD = """
            INSERT INTO altered_repeat (stream_number, seq, place, content_mac, day)
            SELECT number, seq, place, decode(content, 'hex'), day
            FROM unnest($1::integer[], $2::bigint[], $3::smallint[], $4::text[], $5::date[]) AS kept (number, seq, place, content, day)
            """;

    /**
     * A content that was received under a number after another one.
     *
     * @param place 1 for the first that differed, and so on
     * @param content its keyed hash in hexadecimal
     * @param day on which it was received
     */
    public record AlteredRepeat(RecordKey record, int place, String content, LocalDate day) {}

    /** The keyed hashes of the contents that are kept of these numbers. */
    public Future<Map<RecordKey, List<String>>> known(SqlClient client, Collection<RecordKey> keys) {
        return client.preparedQuery(KNOWN)
                .execute(Tuple.of(
                        Columns.of(keys, Integer[]::new, RecordKey::streamNumber),
                        Columns.of(keys, Long[]::new, RecordKey::seq)))
                .map(rows -> {
                    var known = new HashMap<RecordKey, List<String>>();
                    for (Row row : rows) {
                        known.computeIfAbsent(
                                        new RecordKey(row.getInteger("stream_number"), row.getLong("seq")),
                                        first -> new ArrayList<>())
                                .add(row.getString("content"));
                    }
                    return known;
                });
    }

    public Future<Void> add(SqlClient client, List<AlteredRepeat> repeats) {
        return client.preparedQuery(ADD)
                .execute(Tuple.of(
                        Columns.of(
                                repeats,
                                Integer[]::new,
                                repeat -> repeat.record().streamNumber()),
                        Columns.of(
                                repeats, Long[]::new, repeat -> repeat.record().seq()),
                        Columns.of(repeats, Short[]::new, repeat -> (short) repeat.place()),
                        Columns.of(repeats, String[]::new, AlteredRepeat::content),
                        Columns.of(repeats, LocalDate[]::new, AlteredRepeat::day)))
                .mapEmpty();
    }
}
