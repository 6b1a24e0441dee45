package lingdian.benchmark;

import java.sql.Connection;
import java.sql.SQLException;

/** Writes to the feed as the journal does, all that is due in one commit, and wakes the service as another node would. */
final class FeedWriting implements AutoCloseable {
    private static final String CAFE = "36048110999999";
    private static final String INSERT = """
            INSERT INTO lingdian.feed (position, at, event, violation_id, place_code, code, standing, authorities, snapshot)
            SELECT number, now(), 'opened', gen_random_uuid(), '36048110999999', 'OVERTIME_OPERATION', 'fact', '{culture}', ?
            FROM generate_series(?::bigint, ?::bigint) AS number
            """;
    /** As long as makes a message of about 800 bytes. */
    private static final String SNAPSHOT =
            "{\"id\":\"3f9d6c1e-0000-4000-8000-000000000000\",\"code\":\"OVERTIME_OPERATION\",\"standing\":\"fact\","
                    + "\"state\":\"open\",\"case\":\"new\",\"placeCode\":\"" + CAFE
                    + "\",\"region\":\"360481\",\"authorities\":[\"culture\"],\"law\":[\"" + "x".repeat(230)
                    + "\"],\"person\":null,\"evidence\":[{\"placeCode\":\"" + CAFE
                    + "\",\"region\":\"360481\",\"stream\":\"s\",\"seq\":[1]}]}";

    private final Connection connection;
    private final String channel;

    FeedWriting(MeasuredService service) throws Exception {
        connection = service.database();
        channel = service.vault().channel("feed");
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO lingdian.cafe (place_code, name, region, licence_number, created_at) VALUES ('" + CAFE
                            + "', 'café', '360481', 'L', now()); UPDATE lingdian.head SET facts_version = facts_version + 1");
        }
        connection.setAutoCommit(false);
    }

    /** So many messages. */
    void write(long messages) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT position FROM lingdian.head FOR UPDATE");
                var insert = connection.prepareStatement(INSERT)) {
            rows.next();
            long position = rows.getLong(1);
            insert.setString(1, SNAPSHOT);
            insert.setLong(2, position + 1);
            insert.setLong(3, position + messages);
            insert.executeUpdate();
            statement.executeUpdate("UPDATE lingdian.head SET position = " + (position + messages));
            connection.commit();
            statement.execute("NOTIFY " + channel);
            connection.commit();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
