package lingdian.record.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.evidence.RecordHash;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;

/** What an administrator of the database can do: change a record and chain all that follow it anew, the stream's end included. */
public final class ForgedChain {
    private static final String REPLACE =
            "UPDATE journal SET body = ?, chain = ? WHERE seq = ? AND stream_number = (SELECT number FROM stream WHERE stream = ?)";
    private static final String APPEND = """
            INSERT INTO journal (day, stream_number, seq, received_at, sent_at, effective_at, body, content_mac, chain, type)
            SELECT day, stream_number, seq + 1, received_at, sent_at, effective_at, ?, ?, ?, type FROM journal
            WHERE stream_number = (SELECT number FROM stream WHERE stream = ?) AND seq = ?
            """;
    private static final String END =
            "UPDATE cafe_state SET chain = ? WHERE stream_number = (SELECT number FROM stream WHERE stream = ?)";

    private ForgedChain() {}

    /** Puts {@code body} in the place of a record's, and leaves no chain hash that does not fit. */
    public static void forge(DatabaseAddress database, String placeCode, UUID stream, long seq, String body)
            throws SQLException {
        RecordHash hash = hash(database);
        byte[] chain = JournalRecord.origin(hash, new PlaceCode(placeCode), stream);
        var forged = new ArrayList<JournalRecord>();
        for (JournalRecord record : records(database, stream)) {
            JournalRecord changed = record.seq() == seq ? with(record, body) : record;
            forged.add(changed.chainedTo(hash, chain));
            chain = forged.getLast().chain();
        }
        write(database, stream, forged, chain);
    }

    /** Appends a record that nobody sent, of the type of the stream's last one and with a keyed hash of nothing. */
    public static void append(DatabaseAddress database, UUID stream, String body) throws SQLException {
        JournalRecord last = records(database, stream).getLast();
        JournalRecord made = with(last, body, last.seq() + 1, new byte[16]).chainedTo(hash(database), last.chain());
        try (Connection connection = TestDatabase.superuser(database);
                var insert = connection.prepareStatement(APPEND);
                var acknowledge = connection.prepareStatement("UPDATE cafe_state SET acked_seq = acked_seq + 1"
                        + " WHERE stream_number = (SELECT number FROM stream WHERE stream = ?)")) {
            insert.setString(1, body);
            insert.setBytes(2, made.contentMac());
            insert.setBytes(3, made.chain());
            insert.setObject(4, stream);
            insert.setLong(5, last.seq());
            insert.executeUpdate();
            acknowledge.setObject(1, stream);
            acknowledge.executeUpdate();
        }
        write(database, stream, List.of(), made.chain());
    }

    private static RecordHash hash(DatabaseAddress database) throws SQLException {
        try (Connection connection = TestDatabase.superuser(database)) {
            return VerificationStore.hash(connection);
        }
    }

    private static List<JournalRecord> records(DatabaseAddress database, UUID stream) throws SQLException {
        var records = new ArrayList<JournalRecord>();
        try (var store = VerificationStore.open(database)) {
            var streams = store.streams();
            store.records((record, unused) -> {
                var end = streams.get(record.streamNumber());
                return end == null || !end.stream().equals(stream) || records.add(record);
            });
        }
        return records;
    }

    private static JournalRecord with(JournalRecord record, String body) {
        return with(record, body, record.seq(), record.contentMac());
    }

    private static JournalRecord with(JournalRecord record, String body, long seq, byte[] contentMac) {
        return new JournalRecord(
                record.day(),
                record.streamNumber(),
                seq,
                record.receivedAt(),
                record.sentAt(),
                record.effectiveAt(),
                new RecordText(
                        body,
                        record.outcome(),
                        record.text().rules(),
                        record.text().facts()),
                contentMac,
                record.sealedHash(),
                record.chain());
    }

    private static void write(DatabaseAddress database, UUID stream, List<JournalRecord> records, byte @Nullable [] end)
            throws SQLException {
        try (Connection connection = TestDatabase.superuser(database);
                var session = connection.createStatement();
                var replace = connection.prepareStatement(REPLACE);
                var last = connection.prepareStatement(END)) {
            session.execute("SET session_replication_role = replica");
            for (JournalRecord record : records) {
                replace.setString(1, record.body());
                replace.setBytes(2, record.chain());
                replace.setLong(3, record.seq());
                replace.setObject(4, stream);
                replace.executeUpdate();
            }
            last.setBytes(1, end);
            last.setObject(2, stream);
            last.executeUpdate();
        }
    }
}
