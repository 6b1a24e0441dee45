package lingdian.record.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first answers to repeated numbers, which are looked up under the lock that every café waits for. */
class RecordedAnswersIT {
    /** Of one stream, in one row once they are packed. */
    private static final int A_DAY = 499;

    private static final int PACKED_DAYS = 3;
    private static final int STREAMS = 2;
    private static final int PORTION = 32;

    private static final String DAY = "date '2026-03-01' + %d";
    private static final String RECORDS = """
            INSERT INTO journal (day, stream_number, seq, received_at, body, outcome, content_mac, chain, type, answer)
            SELECT %1$s, stream, %2$d * %3$d + n, now(), '{}', CASE WHEN n %% 2 = 0 THEN 'answer ' || stream || ' ' || n END,
                   decode(md5(stream || ' %2$d ' || n), 'hex'), sha256(n::text::bytea), 'l', CASE WHEN n %% 4 = 0 THEN 'd'::"char" END
            FROM generate_series(1, %4$d) AS stream, generate_series(1, %3$d) AS n
            """;
    /** As the pool of batches has it. */
    private static final String SETTINGS = """
            SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
            """;

    private static final Pattern LOOPS = Pattern.compile("on packed_record_\\d+ .*loops=(\\d+)");
    private static final Pattern ROWS = Pattern.compile("actual rows=(\\d+)");

    private static Connection connection;
    private static Statement statement;

    @BeforeAll
    static void packDays() throws SQLException {
        DatabaseAddress database = TestDatabase.migrated();
        TestDatabase.force(
                database,
                "INSERT INTO counted_stream (stream_number, seq, day) SELECT n, 1000000, '2026-03-01' FROM generate_series(1, "
                        + STREAMS + ") AS n");
        TestDatabase.execute(database, """
                CREATE OR REPLACE FUNCTION packable_days(up_to date) RETURNS SETOF date LANGUAGE sql STABLE
                SET search_path FROM CURRENT AS 'SELECT up_to'
                """);
        for (int i = 0; i <= PACKED_DAYS; i++) {
            String day = DAY.formatted(i);
            TestDatabase.force(database, "SELECT ensure_day(" + day + ")");
            TestDatabase.force(database, RECORDS.formatted(day, i, A_DAY, STREAMS));
            if (i < PACKED_DAYS) {
                TestDatabase.execute(database, "SELECT pack_day(" + day + ", now())");
            }
        }
        connection = TestDatabase.superuser(database);
        statement = connection.createStatement();
        statement.execute(SETTINGS);
        statement.execute("PREPARE answered AS " + JournalStore.ANSWERED);
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @Test
    void eachIsAsItWasRecorded() throws SQLException {
        List<Integer> seqs =
                List.of(1, 2, 4, 498, 499, 500, 501, 777, 998, 999, 1_000, 1_497, 1_498, 1_499, 1_996, 1_997, 9_999);
        assertThat(lines("SELECT count(*) FROM packed_record")).containsExactly("[" + PACKED_DAYS * STREAMS + "]");

        List<String> answered = lines("EXECUTE answered (" + asked(2, seqs) + ")");
        assertThat(answered)
                .hasSize(seqs.size() - 2)
                .containsExactlyInAnyOrderElementsOf(lines(
                        "SELECT stream_number, seq, content_mac, outcome, answer FROM recorded WHERE stream_number = 2 AND seq IN ("
                                + seqs.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")"));
        assertThat(lines("EXECUTE answered ('{1, 2, 3, 1}', '{600, 600, 600, 1700}')"))
                .as("of several streams")
                .containsExactlyInAnyOrderElementsOf(
                        lines("SELECT stream_number, seq, content_mac, outcome, answer FROM recorded"
                                + " WHERE seq = 600 OR stream_number = 1 AND seq = 1700"));
    }

    @Test
    void aPackedRowIsFoundOnceForAllOfItsNumbersAndNotUnpacked() throws SQLException {
        List<String> plan = plan(A_DAY + 100);
        assertThat(plan.getFirst()).contains("rows=" + PORTION);
        assertThat(numbers(LOOPS, plan)).hasSize(PACKED_DAYS).containsOnly(1);
        assertThat(numbers(ROWS, plan)).allMatch(rows -> rows <= PORTION);
        assertThat(plan).noneMatch(line -> line.contains("Seq Scan"));
    }

    @Test
    void packedDaysAreLookedIntoOnceForNumbersThatAreNotPacked() throws SQLException {
        List<String> plan = plan(PACKED_DAYS * A_DAY + 100);
        assertThat(plan.getFirst()).contains("rows=" + PORTION);
        assertThat(numbers(LOOPS, plan)).hasSize(PACKED_DAYS).containsOnly(1);
    }

    private static List<String> plan(int first) throws SQLException {
        List<Integer> seqs = IntStream.range(first, first + PORTION).boxed().toList();
        return lines("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) EXECUTE answered ("
                + asked(1, seqs) + ")");
    }

    private static String asked(int stream, List<Integer> seqs) {
        return "array_fill(" + stream + ", ARRAY[" + seqs.size() + "]), '{"
                + seqs.stream().map(String::valueOf).collect(Collectors.joining(",")) + "}'";
    }

    private static List<Integer> numbers(Pattern pattern, List<String> plan) {
        return plan.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    /** Each row as the list of its columns. */
    private static List<String> lines(String sql) throws SQLException {
        var lines = new ArrayList<String>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                var columns = new ArrayList<String>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    columns.add(rows.getString(column));
                }
                lines.add(columns.toString());
            }
        }
        return lines;
    }
}
