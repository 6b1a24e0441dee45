package lingdian.reliability;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.journal.Verification;
import lingdian.record.journal.VerificationStore;
import lingdian.testing.TestDatabase;

/** The service's stored record, read directly by SQL. */
final class WrittenRecord {

    private static final String JOURNAL = """
            SELECT place_code, seq, body, outcome, effective_at::text AS effective_at,
                   encode(content_mac, 'hex') AS content_mac, encode(journal.chain, 'hex') AS chain
            FROM journal JOIN stream ON stream.number = journal.stream_number
            ORDER BY place_code, seq
            """;

    private static final String SESSIONS = """
            SELECT concat_ws(' ', place_code, session, terminal, token, login_seq, started_at, ended_at, end_seq,
                             inferred_end) AS line
            FROM session
            ORDER BY place_code, session
            """;

    private static final String SAFE = "SELECT coalesce(sum(acked_seq), 0)::text AS line FROM stream_head";

    private static final String POSITIONS = "SELECT position::text AS line FROM feed ORDER BY position";

    private static final String HEAD = "SELECT position::text AS line FROM head";

    private static final String STREAMS = """
            SELECT concat_ws(' ', place_code, stream, acked_seq, superseded) AS line FROM stream_head ORDER BY place_code
            """;

    /**
     * The feed's messages about each violation, in order. IDENTITY_SHARED is left out, because it depends on the order
     * of several cafés.
     */
    private static final String TOLD = """
            SELECT concat_ws(' ', violation_id, string_agg(event || ' ' || standing, ', ' ORDER BY position)) AS line
            FROM feed
            WHERE code <> 'IDENTITY_SHARED'
            GROUP BY violation_id
            ORDER BY violation_id
            """;

    private static final String TOLD_OTHERWISE_LAST = """
            SELECT violation.id::text AS line
            FROM violation
            LEFT JOIN LATERAL (
              SELECT snapshot FROM feed WHERE violation_id = violation.id ORDER BY position DESC LIMIT 1
            ) AS last ON true
            WHERE last.snapshot::jsonb - '{seconds,evidence}'::text[]
              IS DISTINCT FROM violation.snapshot::jsonb - '{seconds,evidence}'::text[]
            """;

    /** One line of the journal. */
    record Line(long seq, String body, String outcome, String effectiveAt, String contentMac, String chain) {}

    private final DatabaseAddress database;

    WrittenRecord(DatabaseAddress database) {
        this.database = database;
    }

    /** The journal by café, in the order of numbers. */
    Map<String, List<Line>> journal() throws SQLException {
        var journal = new TreeMap<String, List<Line>>();
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(JOURNAL)) {
            while (row.next()) {
                journal.computeIfAbsent(row.getString("place_code"), place -> new ArrayList<>())
                        .add(new Line(
                                row.getLong("seq"),
                                row.getString("body"),
                                row.getString("outcome"),
                                row.getString("effective_at"),
                                row.getString("content_mac"),
                                row.getString("chain")));
            }
        }
        return journal;
    }

    /** The result of {@code verify}. */
    Verification.Result verify() throws SQLException {
        try (var store = VerificationStore.open(database)) {
            return Verification.run(store);
        }
    }

    /** The last number of each café's journal. */
    Map<String, Long> lastSeqs() throws SQLException {
        var last = new HashMap<String, Long>();
        journal().forEach((place, lines) -> last.put(place, lines.getLast().seq()));
        return last;
    }

    /** Waits for the next commit. */
    void awaitCommit() throws SQLException {
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.prepareStatement(SAFE)) {
            String before = line(statement);
            long deadline = System.nanoTime() + 1_000_000_000L * PATIENCE_SECONDS;
            while (line(statement).equals(before)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("nothing is committed any more");
                }
            }
        }
    }

    List<String> streams() throws SQLException {
        return lines(STREAMS);
    }

    List<String> sessions() throws SQLException {
        return lines(SESSIONS);
    }

    List<String> feedPositions() throws SQLException {
        return lines(POSITIONS);
    }

    String head() throws SQLException {
        return lines(HEAD).getFirst();
    }

    List<String> told() throws SQLException {
        return lines(TOLD);
    }

    /** Violations whose last feed message differs from the list in a field that the feed must report. */
    List<String> toldOtherwiseLast() throws SQLException {
        return lines(TOLD_OTHERWISE_LAST);
    }

    private static String line(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getString("line");
        }
    }

    private List<String> lines(String sql) throws SQLException {
        var lines = new ArrayList<String>();
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                lines.add(row.getString("line"));
            }
        }
        return lines;
    }
}
