package lingdian.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lingdian.testing.RunningApi;
import lingdian.testing.TestDatabase;

/**
 * How long worklists of a province take with 10,000 open and 500,000 closed cases: one reader, one request at a time, over
 * HTTP, 100 cases a page; then how often PostgreSQL read the tables by an index and as a whole.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.WorklistBenchmark [requests]
 * </pre>
 */
public final class WorklistBenchmark {
    private static final double GOAL_MILLIS = 100;
    private static final int WARM_UP = 10;
    private static final int CLOSED = 500_000;
    private static final int OPEN = 10_000;

    private static final List<String> SORTS = List.of("priority", "due", "newest", "longest");

    /** Rules and names by how many cases they have: culture has none with the first rule, and the police half of theirs. */
    private static final Map<String, String> FILTERS = new LinkedHashMap<>();

    static {
        FILTERS.put("the police's rule", "code=MINOR_ADMITTED");
        FILTERS.put("culture's rule", "code=OVERTIME_OPERATION");
        FILTERS.put("a rule of 510 cases", "code=AGENT_ABSENT");
        FILTERS.put("a rule of 5,100 cases", "code=COVERAGE_LOW");
        FILTERS.put("a rule without a case", "code=CLOCK_WRONG");
        FILTERS.put("a café's name", "q=%E7%BD%91%E5%90%A71998");
        FILTERS.put("a name of 11 cafés", "q=%E7%BD%91%E5%90%A7199");
        FILTERS.put("a name of 111 cafés", "q=%E7%BD%91%E5%90%A719");
        FILTERS.put("a name of 2,000 cafés", "q=%E7%BD%91%E5%90%A7");
        FILTERS.put("a name without a café", "q=zzz");
    }

    /** Triggers of the tables are the program's business; here a day's cases are written at once. */
    private static final String FILL = """
            SET search_path = lingdian; SET session_replication_role = replica;
            INSERT INTO cafe (place_code, name, region, licence_number, licence_valid_until, created_at)
            SELECT region || '10' || lpad(n::text, 6, '0'), '网吧' || n, region, 'L' || n, '2030-12-31', now()
            FROM generate_series(1, 2000) AS n, LATERAL (SELECT '36' || lpad((n %% 11 + 1)::text, 2, '0') || lpad((n %% 10 + 1)::text, 2, '0')
              AS region) AS county;
            CREATE TEMP TABLE made AS
            SELECT gen_random_uuid() AS id, n, n <= %1$d AS is_open, place_code, region,
              CASE WHEN n %% 2 = 0 THEN 'culture' ELSE 'public-security' END AS authority,
              timestamptz '2026-07-10Z' - n * interval '1 min' AS at,
              CASE WHEN n %% 1000 < 2 THEN 'AGENT_ABSENT' WHEN n %% 100 IN (2, 3) THEN 'COVERAGE_LOW'
                ELSE (ARRAY['OVERTIME_OPERATION', 'MINOR_ADMITTED', 'IDENTITY_SHARED', 'MEASURES_STOPPED'])[n %% 4 + 1] END AS code
            FROM generate_series(1, %1$d + %2$d) AS n
            JOIN (SELECT row_number() OVER (ORDER BY place_code) - 1 AS k, place_code, region FROM cafe) AS cafe ON cafe.k = n * 7 %% 2000;
            INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, step_before, closed_at,
                                   version, running, priority, began_at, due_at, codes)
            SELECT id, authority, place_code, region, 'Asia/Shanghai', at::date, at,
              CASE WHEN is_open THEN (ARRAY['lead', 'assigned', 'checked', 'filed', 'executing'])[n %% 5 + 1] ELSE 'closed' END,
              CASE WHEN NOT is_open THEN 'executing' END, CASE WHEN NOT is_open THEN at + interval '30 days' END, 5,
              is_open AND n %% 10 = 0, n %% 3, at, CASE WHEN is_open THEN at + interval '3 days' ELSE '9999-01-01Z' END,
              ARRAY[code]
            FROM made;
            INSERT INTO case_violation (violation_id, authority, case_id, joined_at, outcome, code, standing, state, case_step, started_at,
                                        ended_at, peak)
            SELECT gen_random_uuid(), authority, id, at, CASE WHEN NOT is_open THEN 'true' END,
              code, 'fact', 'ended', 'confirmed', at, at + interval '40 min', 3
            FROM made;
            INSERT INTO case_action (case_id, number, action, step, at, account, place_code)
            SELECT id, number, action, step, at, (SELECT id FROM account ORDER BY created_at LIMIT 1), place_code
            FROM made, (VALUES (1, 'open', 'lead'), (2, 'assign', 'assigned'), (3, 'check', 'checked'), (4, 'file', 'filed'))
              AS taken (number, action, step);
            INSERT INTO case_assignee SELECT (SELECT id FROM account WHERE authority = 'culture' LIMIT 1), id FROM made
            WHERE authority = 'culture' AND n %% 20 = 0;
            ANALYZE;
            """;

    private WorklistBenchmark() {}

    public static void main(String[] arguments) throws SQLException {
        int requests = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
        try (var api = new RunningApi()) {
            String token = api.regulator("culture", "360000");
            String county = api.regulator("culture", "360102");
            String police = api.regulator("public-security", "360000");
            fill(api);
            api.sql("SELECT pg_stat_reset()");
            boolean kept = true;
            for (var question : questions(api).entrySet()) {
                kept &= measure(api, token, question.getKey(), question.getValue(), requests);
            }
            kept &= measure(api, county, "a county's, by priority", "", requests);
            kept &= measure(api, county, "a county's, all, by due date", "?view=all&sort=due", requests);
            for (var filter : FILTERS.entrySet()) {
                for (String sort : SORTS) {
                    String query = "?view=all&sort=" + sort + "&" + filter.getValue();
                    kept &= measure(api, token, "all, " + filter.getKey() + ", by " + sort, query, requests);
                    kept &= measureNext(api, token, "the page after it", query, requests);
                }
                kept &= measure(api, token, filter.getKey(), "?" + filter.getValue(), requests);
                String all = "?view=all&" + filter.getValue();
                kept &= measure(api, police, "the police's, all, " + filter.getKey(), all, requests);
                kept &= measure(api, county, "a county's, all, " + filter.getKey(), all, requests);
            }
            System.out.println(
                    "Sequential scans and index scans: "
                            + api.value(
                                    "SELECT string_agg(relname || ' ' || seq_scan || ' ' || idx_scan, ', ' ORDER BY relname)"
                                            + " FROM pg_stat_user_tables WHERE schemaname = 'lingdian' AND relname LIKE 'case\\_%'"));
            System.out.println(kept ? "all within the goal" : "NOT all within the goal");
        }
    }

    private static void fill(RunningApi api) throws SQLException {
        try (Connection database = TestDatabase.superuser(api.database);
                var statement = database.createStatement()) {
            statement.execute(fill(OPEN, CLOSED));
        }
    }

    /** The statements that write so many cases of 2,000 cafés in a province. */
    static String fill(int open, int closed) {
        return FILL.formatted(open, closed);
    }

    private static Map<String, String> questions(RunningApi api) {
        String account = api.value("SELECT account FROM lingdian.case_assignee LIMIT 1");
        String cafe = api.value("SELECT place_code FROM lingdian.case_file LIMIT 1");
        var asked = new LinkedHashMap<String, String>();
        for (String view : new String[] {"", "running", "mine", "unassigned", "due-today", "overdue", "all"}) {
            for (String sort : SORTS) {
                asked.put(view + " by " + sort, "?sort=" + sort + (view.isEmpty() ? "" : "&view=" + view));
            }
        }
        asked.put("all, one step", "?view=all&step=closed");
        asked.put("all, one officer", "?view=all&assignee=" + account);
        asked.put("all, one county", "?view=all&region=360102");
        asked.put("all, one café", "?view=all&placeCode=" + cafe);
        asked.put("due", "?due=2026-07-05");
        return asked;
    }

    /** The page after the first one, if there is any. */
    private static boolean measureNext(RunningApi api, String token, String name, String query, int requests) {
        String next = api.get("/api/v1/cases" + query, token).json().getString("next");
        return next == null || measure(api, token, name, query + "&cursor=" + next, requests);
    }

    private static boolean measure(RunningApi api, String token, String name, String query, int requests) {
        var nanos = new long[requests];
        int items = 0;
        for (int i = -WARM_UP; i < requests; i++) {
            long begun = System.nanoTime();
            var answer = api.get("/api/v1/cases" + query, token);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begun;
            }
            items = answer.json().getJsonArray("items").size();
        }
        Arrays.sort(nanos);
        double p95 = nanos[requests * 95 / 100] / 1e6;
        System.out.printf(
                Locale.ROOT,
                "  %-42s %4d items, p50 %6.1f ms, p95 %6.1f ms%n",
                name,
                items,
                nanos[requests / 2] / 1e6,
                p95);
        return p95 <= GOAL_MILLIS;
    }
}
