package lingdian.grafana;

import java.sql.Connection;
import java.sql.SQLException;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.TestDatabase;

/**
 * Figures of a made-up city, written straight into the tables, the same at each run: everything in it follows from hashes of
 * place codes and days.
 *
 * <p>Violations of its last year are counted by the service, from the feed; older ones are written as they would have been counted.
 *
 * <p>Made and not simulated, because a year of a real city's events is a hundred million.
 */
final class DashboardCity {
    /** The last day. */
    static final String LAST_DAY = "2026-07-31";

    private static final String CITY = """
            INSERT INTO cafe (place_code, name, region, licence_number, terminals, heard_terminals, created_at)
            SELECT region || '10' || lpad(n::text, 6, '0'), '网吧' || n, region, n::text, 80 + n %% 60, 70 + n %% 60, '2024-01-01'
            FROM (SELECT n, (360400 + n %% %1$d + 1)::text AS region FROM generate_series(1, %2$d) AS n) AS made;
            INSERT INTO region_name
            VALUES ('360401', '市辖区'), ('360402', '濂溪区'), ('360403', '浔阳区'), ('360404', '柴桑区');
            INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state)
            SELECT place_code, 1, '2026-07-31T23:59:00+08:00'::timestamptz - (abs(hashtext(place_code)) %% 90) * interval '1 min', null, 0, '{}'
            FROM cafe;
            INSERT INTO cafe_day
            SELECT day, place_code, 1300 + abs(hashtext(place_code || day)) %% 140, abs(hashtext(day || place_code)) %% 4, 0,
                   6 + abs(hashtext('a' || place_code || day)) %% 8, abs(hashtext('d' || place_code || day)) %% 3,
                   CASE WHEN abs(hashtext('m' || place_code || day)) %% 5 = 0 THEN 1 ELSE 0 END,
                   16777215 >> abs(hashtext('h' || place_code || day)) %% 4, region
            FROM cafe, (SELECT ('%4$s'::date - n)::date AS day FROM generate_series(0, %3$d - 1) AS n) AS made;
            INSERT INTO region_terminals
            SELECT day, cafe.region, sum(terminals), sum(heard_terminals), 0
            FROM cafe_day JOIN cafe USING (place_code) GROUP BY day, cafe.region;
            INSERT INTO region_hour
            SELECT day, hour, region, sum(heartbeats) / 24, sum(patrols) / 24
            FROM cafe_day, generate_series(0, 23) AS hour GROUP BY day, hour, region;
            INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, ended_at,
                                   seconds, snapshot)
            SELECT md5(code || place_code || day)::uuid, code, place_code, region,
                   CASE WHEN hash %% 3 = 0 THEN 'suspicion' ELSE 'fact' END,
                   CASE WHEN day = '%4$s' THEN 'open' ELSE 'ended' END, '{culture}', began, began + interval '10 min',
                   CASE WHEN day = '%4$s' THEN null ELSE began + interval '1 hour' END,
                   CASE WHEN code = 'OVERTIME_OPERATION' THEN 600 + hash %% 7200 END, '{}'
            FROM (SELECT code, place_code, region, day, abs(hashtext(code || place_code || day)) AS hash,
                         (day + abs(hashtext('t' || code || place_code || day))
                              %% CASE WHEN day = '%4$s' THEN 120 WHEN code = 'OVERTIME_OPERATION' THEN 360 ELSE 1440 END
                              * interval '1 min') AT TIME ZONE 'Asia/Shanghai' AS began
                  FROM cafe_day,
                       unnest(ARRAY['OVERTIME_OPERATION', 'MINOR_ADMITTED', 'MEASURES_STOPPED', 'TERMINAL_UNREGISTERED']) AS code
                 ) AS made
            WHERE hash %% 11 = 0;
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, snapshot)
            SELECT row_number() OVER (ORDER BY detected_at, id), detected_at, 'opened', id, place_code, code, standing, authorities, '{}'
            FROM violation WHERE started_at >= ('%4$s'::date - 364) AT TIME ZONE 'Asia/Shanghai';
            INSERT INTO violation_figure
            SELECT id, started::date, extract(hour FROM started), place_code, code, standing, authorities, coalesce(seconds, 0), region
            FROM (SELECT *, started_at AT TIME ZONE 'Asia/Shanghai' AS started FROM violation
                  WHERE started_at < ('%4$s'::date - 364) AT TIME ZONE 'Asia/Shanghai') AS older;
            UPDATE head SET position = (SELECT max(position) FROM feed);
            INSERT INTO account (id, name, role, authority, region, token_hash, created_at)
              VALUES ('00000000-0000-4000-8000-000000000001', 'r', 'regulator', 'culture', '360000', '\\x00', now());
            INSERT INTO campaign
              VALUES ('00000000-0000-4000-8000-000000000002', '零点行动', '360400', '{culture}', '{}', '%4$s'::date - 13, '%4$s'::date - 7,
                      now(), '00000000-0000-4000-8000-000000000001');
            INSERT INTO rule_release (id, version, content, source, author, proposed_at, state, decided_at, number, begins_at)
              VALUES (gen_random_uuid(), 'made-up', '{}', 'file', gen_random_uuid(), '%4$s'::date - 9, 'released', '%4$s'::date - 9, 77,
                      '%4$s'::date - 9);
            """;

    private DashboardCity() {}

    static DatabaseAddress of(int counties, int cafes, int days) throws SQLException {
        DatabaseAddress database = TestDatabase.migrated();
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement()) {
            statement.execute(CITY.formatted(counties, cafes, days, LAST_DAY));
        }
        return database;
    }
}
