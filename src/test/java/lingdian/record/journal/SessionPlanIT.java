package lingdian.record.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How PostgreSQL ends sessions where its statistics say that nobody is logged in, or that nobody ever was. */
class SessionPlanIT {
    private static final String MORNING_AFTER = """
            SET session_replication_role = replica; -- no streams are needed here
            INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at, ended_at)
            SELECT '360481100000' || lpad((i % 99)::text, 2, '0'), 's' || i, 't' || i, gen_random_uuid(), 1, i, '2026-01-01', now(), now()
            FROM generate_series(1, 60000) AS i;
            ANALYZE session;
            INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at)
            SELECT '360481100000' || lpad((i % 99)::text, 2, '0'), 'n' || i, 't' || i, gen_random_uuid(), 1, i, '2026-01-02', now()
            FROM generate_series(1, 20000) AS i;
            """;

    /** As the pool of batches has it: a plan that was made on the first day is used as long as the connection lives. */
    private static final String FIRST_DAY =
            "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";

    @ParameterizedTest
    @MethodSource("endings")
    void aPlanOfTheFirstDayStaysGood(String statement) throws SQLException {
        assertThat(planAfter(FIRST_DAY, statement))
                .anyMatch(line -> line.contains("session_pkey"))
                .noneMatch(line -> line.contains("session_by_person"));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void aBatchLooksItsSessionsUpAndDoesNotWalkThroughAllThatAreOpen(String statement) throws SQLException {
        assertThat(planAfter(MORNING_AFTER, statement))
                .anyMatch(line -> line.contains("session_pkey"))
                .noneMatch(line -> line.contains("session_open_terminal"));
    }

    /** Of a person with very many sessions those that ended last are read, and no others are looked at. */
    @Test
    void aPersonsSessionsAreReadFromTheLastOn() throws SQLException {
        assertThat(planAfter(FIRST_DAY, BatchLookupStore.KNOWN))
                .anyMatch(line -> line.contains("Index Scan Backward using session_by_person"));
        assertThat(planAfter(MORNING_AFTER, BatchLookupStore.KNOWN))
                .anyMatch(line -> line.contains("Index Scan Backward using session_by_person"));
    }

    /** Those that are apart have an index of their own, which is nearly empty. */
    @ParameterizedTest
    @ValueSource(strings = {FIRST_DAY, MORNING_AFTER})
    void allOfAPersonsSessionsAreFoundToBeRenamed(String preparation) throws SQLException {
        assertThat(planAfter(preparation, SessionStore.RENAME))
                .anyMatch(line -> line.contains("session_by_person"))
                .anyMatch(line -> line.contains("session_apart"))
                .noneMatch(line -> line.contains("Seq Scan on session"));
    }

    @ParameterizedTest
    @ValueSource(strings = {FIRST_DAY, MORNING_AFTER})
    void sessionsThatAreApartAreReadOfOneCafe(String preparation) throws SQLException {
        assertThat(planAfter(preparation, BatchLookupStore.KNOWN))
                .anyMatch(line -> line.contains("Index Scan Backward using session_apart"));
    }

    static Stream<String> endings() {
        return Stream.of(SessionStore.END, BatchStore.WRITE);
    }

    private static List<String> planAfter(String preparation, String sql) throws SQLException {
        long parameters = Pattern.compile("\\$[0-9]+")
                .matcher(sql)
                .results()
                .map(MatchResult::group)
                .distinct()
                .count();
        String nothing = String.join(", ", Collections.nCopies((int) parameters, "'{}'"));
        try (var connection = TestDatabase.superuser(TestDatabase.migrated());
                var statement = connection.createStatement()) {
            statement.execute(preparation);
            var plan = new ArrayList<String>();
            statement.execute("SET plan_cache_mode = force_generic_plan; PREPARE ending AS " + sql);
            try (var rows = statement.executeQuery("EXPLAIN EXECUTE ending (" + nothing + ")")) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
            return plan;
        }
    }
}
