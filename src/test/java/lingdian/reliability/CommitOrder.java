package lingdian.reliability;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reconstructs how sessions were opened and ended, commit by commit.
 *
 * <p>The order is PostgreSQL's own record of when it committed the transaction that wrote an event ({@code
 * track_commit_timestamp}), not a number of ours, which would be wrong if our code is. The order within a commit is not
 * visible, so sessions are counted between commits. If each commit has events of only one café, this gives an order of
 * all events.
 */
final class CommitOrder {
    private static final String SESSIONS = """
            SELECT s.token, s.session,
                   pg_xact_commit_timestamp(opening.xmin) AS opened, opening.xmin::text AS opened_by,
                   pg_xact_commit_timestamp(ending.xmin) AS ended, ending.xmin::text AS ended_by
            FROM session s
            JOIN journal opening ON opening.stream_number = s.stream_number AND opening.seq = s.login_seq
            LEFT JOIN journal ending ON ending.stream_number = s.end_stream_number AND ending.seq = s.end_seq
            """;

    private final Map<String, TreeMap<Commit, Integer>> changesByPerson = new HashMap<>();
    private int sessions;

    private record Commit(Instant at, String transaction) implements Comparable<Commit> {
        @Override
        public int compareTo(Commit other) {
            if (at.equals(other.at) && !transaction.equals(other.transaction)) {
                throw new IllegalStateException("two commits at the same microsecond: their order cannot be told");
            }
            return at.compareTo(other.at);
        }
    }

    static CommitOrder of(Connection database) throws SQLException {
        var order = new CommitOrder();
        try (var statement = database.createStatement()) {
            statement.execute("SET timezone = 'UTC'");
            try (var rows = statement.executeQuery(SESSIONS)) {
                while (rows.next()) {
                    order.sessions++;
                    order.change(
                            rows.getString("token"),
                            commit(rows.getTimestamp("opened"), rows.getString("opened_by")),
                            1);
                    if (rows.getString("ended_by") != null) {
                        order.change(
                                rows.getString("token"),
                                commit(rows.getTimestamp("ended"), rows.getString("ended_by")),
                                -1);
                    }
                }
            }
        }
        return order;
    }

    private static Commit commit(Timestamp at, String transaction) {
        return new Commit(at.toInstant(), transaction);
    }

    private void change(String person, Commit commit, int by) {
        changesByPerson.computeIfAbsent(person, token -> new TreeMap<>()).merge(commit, by, Integer::sum);
    }

    int sessions() {
        return sessions;
    }

    int persons() {
        return changesByPerson.size();
    }

    /** The most sessions that each person had open after any commit. */
    List<Integer> mostOpenByPerson() {
        var most = new ArrayList<Integer>();
        changesByPerson.values().forEach(changes -> most.add(most(changes)));
        return most;
    }

    private static int most(TreeMap<Commit, Integer> changes) {
        int open = 0;
        int most = 0;
        for (int change : changes.values()) {
            open += change;
            most = Math.max(most, open);
        }
        return most;
    }
}
