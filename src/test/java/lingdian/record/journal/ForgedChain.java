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
        return new JournalRecord(
                record.day(),
                record.streamNumber(),
                record.seq(),
                record.receivedAt(),
                record.sentAt(),
                record.effectiveAt(),
                new RecordText(
                        body,
                        record.outcome(),
                        record.text().rules(),
                        record.text().facts()),
                record.contentMac(),
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
