package lingdian.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ninety days of a province, written straight into the tables: 5,000 cafés in 99 counties, 10 million sessions, of one in
 * twenty of them the journal's record, 100,000 violations and the figures. The same at each run but for the days, which end
 * yesterday.
 *
 * <p>Made by SQL and not sent, because that would take hours. Violations are of rules that are about no person, so that no
 * sealed document is needed.
 */
final class FilledProvince {
    static final int DAYS = 90;
    private static final int CAFES = 5_000;
    private static final int SESSIONS_OF_EACH = Integer.getInteger("benchmark.sessions", 2_000);

    private static final String CAFES_AND_STREAMS = """
            INSERT INTO cafe (place_code, name, region, licence_number, terminals, created_at)
            SELECT region || '10' || lpad(n::text, 6, '0'), '网吧' || n, region, n::text, 80 + n %% 60, now() - interval '1 year'
            FROM (SELECT n, (360000 + 100 * (n %% 11 + 1) + n / 11 %% 9 + 1)::text AS region
                  FROM generate_series(0, %1$d - 1) AS n) AS made;
            INSERT INTO stream (number, place_code, stream, own_seq, own_chain, began_at)
            SELECT row_number() OVER (ORDER BY place_code), place_code, gen_random_uuid(), 1000000, sha256(place_code::bytea), now()
            FROM cafe;
            INSERT INTO counted_stream SELECT number, 1000000, current_date FROM stream;
            SELECT setval('stream_number', %1$d);
            INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state)
            SELECT place_code, 1, now() - interval '1 min', now() - interval '1 min', 0, '{}' FROM cafe;
            SELECT ensure_day((current_date - n)::date) FROM generate_series(1, %2$d) AS n
            """;
    private static final String SESSIONS = """
            INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at, ended_at,
                                 end_stream_number, end_seq)
            SELECT place_code, n::text, 'A' || n %% 80, md5((hashtext(place_code) %% 600000 + n * 7919) %% 600000 || 'p')::uuid, number,
                   n * 2 + 1, day, day + n %% 960 * interval '1 min', day + (n %% 960 + 90) * interval '1 min', number, n * 2 + 2
            FROM (SELECT number, place_code, n, (current_date - 1 - n %% %1$d)::date AS day
                  FROM stream, generate_series(1, %3$d) AS n WHERE number %% 10 = %2$d) AS made
            """;
    private static final String RECORDS = """
            INSERT INTO journal (day, stream_number, seq, received_at, effective_at, body, outcome, content_mac, chain, type, answer,
                                 under_age, admitted, release_number)
            SELECT login_day, stream_number, login_seq, started_at, started_at,
                   '{"seq":1,"type":"login","session":"' || session || '","terminal":"' || terminal || '","token":"' || token || '"}',
                   '{"type":"verdict","allow":true,"reasons":[]}', sha256(session::bytea), sha256(session::bytea), 'i', 'a',
                   false, true, 1
            FROM session WHERE login_seq %% 40 = 1
            """;
    private static final String VIOLATIONS = """
            INSERT INTO violation (id, code, place_code, region, standing, state, case_step, authorities, started_at, detected_at,
                                   ended_at, seconds, sessions, peak, snapshot)
            SELECT id, code, place_code, region, standing, state, CASE WHEN hash %% 5 = 0 THEN 'acknowledged' ELSE 'new' END,
                   CASE WHEN code = 'TERMINAL_UNREGISTERED' THEN '{culture,public-security}' ELSE '{culture}' END::text[],
                   began, began + interval '10 min', CASE WHEN state = 'ended' THEN began + interval '1 hour' END,
                   3600, 4, 4,
                   json_build_object('id', id, 'code', code, 'standing', standing, 'state', state, 'case', 'new', 'placeCode', place_code,
                     'region', region, 'authorities', ARRAY['culture'], 'law', ARRAY[json_build_object('text', repeat('法', 60), 'version', '2022')],
                     'ruleVersion', '1', 'startedAt', to_char(began, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'detectedAt', to_char(began, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'endedAt', null, 'seconds', 3600,
                     'evidence', ARRAY[json_build_object('placeCode', place_code, 'region', region, 'stream', id, 'seq', ARRAY[1, 2, 3])])::text
            FROM (SELECT md5(code || place_code || day)::uuid AS id, code, place_code, region, hash,
                         CASE WHEN hash %% 3 = 0 THEN 'suspicion' ELSE 'fact' END AS standing,
                         CASE WHEN hash %% 500 = 0 THEN 'open' ELSE 'ended' END AS state,
                         day + hash %% 1440 * interval '1 min' AS began
                  FROM (SELECT c.place_code, c.region, code, (current_date - 1 - n)::date AS day,
                               abs(hashtext(code || c.place_code || n)) AS hash
                        FROM cafe c, generate_series(0, %1$d - 1) AS n,
                             unnest(ARRAY['OVERTIME_OPERATION', 'MEASURES_STOPPED', 'TERMINAL_UNREGISTERED']) AS code) AS all_of_them
                  WHERE hash / 7 %% 27 < 2) AS made;
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, snapshot)
            SELECT row_number() OVER (ORDER BY detected_at, id), detected_at, 'opened', id, place_code, code, standing, authorities, snapshot
            FROM violation;
            UPDATE head SET position = (SELECT max(position) FROM feed), facts_version = facts_version + 1
            """;
    private static final String FIGURES = """
            INSERT INTO cafe_day
            SELECT (current_date - 1 - n)::date, place_code, 1440, n %% 4, 0, 20 + n %% 8, n %% 3, n %% 2, 16777215, region
            FROM cafe, generate_series(0, %1$d - 1) AS n;
            INSERT INTO region_hour
            SELECT day, hour, region, sum(heartbeats) / 24, sum(patrols) / 24
            FROM cafe_day, generate_series(0, 23) AS hour GROUP BY day, hour, region;
            INSERT INTO violation_figure
            SELECT id, (started_at AT TIME ZONE 'Asia/Shanghai')::date, extract(hour FROM started_at AT TIME ZONE 'Asia/Shanghai'),
                   place_code, code, standing, authorities, seconds, region
            FROM violation;
            INSERT INTO region_day
            SELECT day, region, count(*), sum(heartbeats), sum(patrols), sum(bit_count(hours_heard::bit(24))), sum(logins_allowed),
                   sum(logins_denied), sum(minors_refused)
            FROM cafe_day GROUP BY day, region;
            INSERT INTO region_finding
            SELECT day, region, code, authorities, count(*), sum(overtime_seconds)
            FROM violation_figure GROUP BY day, region, code, authorities;
            UPDATE counted_feed SET position = (SELECT position FROM head)
            """;

    private FilledProvince() {}

    static void fill(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("SET search_path = lingdian");
            statement.execute("SET session_replication_role = replica"); // no look-up of each row's foreign keys
            statement.execute("SET maintenance_work_mem = '512MB'");
            say("cafés", () -> statement.execute(CAFES_AND_STREAMS.formatted(CAFES, DAYS)));
            List<String> indexes = withoutIndexes(database);
            for (int part = 0; part < 10; part++) {
                String sql = SESSIONS.formatted(DAYS, part, SESSIONS_OF_EACH);
                say("sessions, part " + part, () -> statement.execute(sql));
            }
            for (String index : indexes) {
                say("index", () -> statement.execute(index));
            }
            say("journal", () -> statement.execute(RECORDS.formatted()));
            // At once, or the service would count the violations itself meanwhile.
            say("violations and figures", () -> statement.execute((VIOLATIONS + ";" + FIGURES).formatted(DAYS)));
            say("VACUUM ANALYZE", () -> statement.execute("VACUUM ANALYZE"));
        }
    }

    /** Drops the indexes of sessions that hold no constraint; what makes them again. */
    private static List<String> withoutIndexes(Connection database) throws SQLException {
        var made = new ArrayList<String>();
        var names = new ArrayList<String>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("""
                        SELECT indexname, indexdef FROM pg_indexes
                        WHERE schemaname = 'lingdian' AND tablename = 'session' AND indexname <> 'session_pkey'
                        """)) {
            while (rows.next()) {
                names.add(rows.getString(1));
                made.add(rows.getString(2));
            }
        }
        try (var statement = database.createStatement()) {
            for (String name : names) {
                statement.execute("DROP INDEX " + name);
            }
        }
        return made;
    }

    private interface Filling {
        boolean fill() throws SQLException;
    }

    private static void say(String what, Filling filling) throws SQLException {
        long begun = System.nanoTime();
        filling.fill();
        System.out.printf("  filled: %s, %.0f s%n", what, (System.nanoTime() - begun) / 1e9);
    }
}
