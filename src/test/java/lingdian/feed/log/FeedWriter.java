package lingdian.feed.log;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.TestDatabase;

/** Writes to the feed as the journal does: numbers under the lock on {@code head}, inserts, moves the head, commits. */
public final class FeedWriter implements AutoCloseable {
    static final String CAFE = "36048110000001";
    static final String OTHER_CAFE = "36050210000002";

    private static final String LOCK = "SELECT position FROM head FOR UPDATE";
    private static final String INSERT = """
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, snapshot,
                              stream_number, login_seq, login_day)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INSERT_MANY = """
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, snapshot)
            SELECT number, now(), 'opened', gen_random_uuid(), cafe, 'OVERTIME_OPERATION', 'fact', '{culture}', snapshot
            FROM (VALUES (?::bigint, ?::bigint, ?::text, ?::text)) AS v (first, last, snapshot, cafe),
                 generate_series(first, last) AS number
            """;
    private static final String MOVE = "UPDATE head SET position = ?";
    private static final String PUT_CAFE = """
            INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES (?, 'café', ?, 'L', now())
            ON CONFLICT (place_code) DO UPDATE SET region = excluded.region
            """;

    private final Connection connection;

    public FeedWriter(DatabaseAddress database) throws SQLException {
        connection = TestDatabase.superuser(database);
        connection.setAutoCommit(false);
    }

    /** One change to be written. */
    public record Change(
            String cafe, String event, String code, String standing, List<String> authorities, String evidence) {
        public static Change of(String cafe) {
            return new Change(cafe, "opened", "OVERTIME_OPERATION", "fact", List.of("culture"), evidence(cafe));
        }

        Change code(String other) {
            return new Change(cafe, event, other, standing, authorities, evidence);
        }

        Change standing(String other) {
            return new Change(cafe, event, code, other, authorities, evidence);
        }

        public Change authorities(String... others) {
            return new Change(cafe, event, code, standing, List.of(others), evidence);
        }

        Change event(String other) {
            return new Change(cafe, other, code, standing, authorities, evidence);
        }

        Change alsoIn(String other) {
            return new Change(cafe, event, code, standing, authorities, evidence + "," + evidence(other));
        }

        String snapshot(UUID id) {
            return "{\"id\":\"" + id + "\",\"code\":\"" + code + "\",\"standing\":\"" + standing
                    + "\",\"state\":\"open\",\"case\":\"new\",\"placeCode\":\"" + cafe + "\",\"region\":\""
                    + cafe.substring(0, 6) + "\",\"authorities\":[\"" + String.join("\",\"", authorities)
                    + "\"],\"law\":[],\"person\":null,\"evidence\":[" + evidence + "]}";
        }

        private static String evidence(String cafe) {
            return "{\"placeCode\":\"" + cafe + "\",\"region\":\"" + cafe.substring(0, 6)
                    + "\",\"stream\":\"s\",\"seq\":[1]}";
        }
    }

    /** The id of the violation in the message at a position. */
    static UUID violation(long position) {
        return UUID.nameUUIDFromBytes(Long.toString(position).getBytes(StandardCharsets.US_ASCII));
    }

    void putCafe(String placeCode, String region) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement(PUT_CAFE)) {
            put.setString(1, placeCode);
            put.setString(2, region);
            put.executeUpdate();
        }
        execute("UPDATE head SET facts_version = facts_version + 1");
        connection.commit();
    }

    /** Writes {@code count} changes in one transaction, and returns the last position. */
    public long write(int count) throws SQLException {
        long position = lockedPosition();
        for (int i = 0; i < count; i++) {
            insert(++position, Change.of(CAFE));
        }
        return commit(position);
    }

    /**
     * Writes {@code count} changes in one transaction as messages of about 800 bytes, and returns the last position.
     */
    long writeLong(int count) throws SQLException {
        long position = lockedPosition();
        try (PreparedStatement insert = connection.prepareStatement(INSERT_MANY)) {
            insert.setLong(1, position + 1);
            insert.setLong(2, position + count);
            insert.setString(
                    3,
                    Change.of(CAFE)
                            .snapshot(violation(0))
                            .replace("\"law\":[]", "\"law\":[\"" + "x".repeat(180) + "\"]"));
            insert.setString(4, CAFE);
            insert.executeUpdate();
        }
        return commit(position + count);
    }

    /** Writes this change in a transaction of its own, and returns its position. */
    long write(Change change) throws SQLException {
        long position = lockedPosition() + 1;
        insert(position, change);
        return commit(position);
    }

    public long lockedPosition() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(LOCK)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public long commit(long position) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement(MOVE)) {
            move.setLong(1, position);
            move.executeUpdate();
        }
        connection.commit();
        return position;
    }

    /** Every third message is about a person. */
    public void insert(long position, Change change) throws SQLException {
        UUID violation = violation(position);
        boolean person = position % 3 == 0;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, position);
            insert.setTimestamp(
                    2, Timestamp.from(Instant.parse("2026-07-01T16:00:00Z").plusSeconds(position)));
            insert.setString(3, change.event());
            insert.setObject(4, violation);
            insert.setString(5, change.cafe());
            insert.setString(6, change.code());
            insert.setString(7, change.standing());
            insert.setArray(
                    8, connection.createArrayOf("text", change.authorities().toArray()));
            insert.setString(9, change.snapshot(violation));
            insert.setObject(10, person ? 1 : null);
            insert.setObject(11, person ? position : null);
            insert.setObject(12, person ? java.sql.Date.valueOf("2026-07-01") : null);
            insert.executeUpdate();
        }
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
