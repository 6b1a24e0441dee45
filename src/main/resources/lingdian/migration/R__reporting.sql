-- The views that Grafana reads. Its role has a right to these views alone. They run with their owner's rights, and
-- security_barrier keeps a function in a query from seeing rows before the view has filtered them. This file runs again
-- whenever it changes.

-- "since" and "licensed_until" bound the time in which a café is licensed, so that coverage counts silent cafés as
-- well.
CREATE OR REPLACE VIEW reporting.cafe WITH (security_barrier) AS
SELECT place_code, name, region, terminals, latitude, longitude, received_at AS last_heard_at,
       (created_at AT TIME ZONE known_zone(time_zone))::date AS since, licence_valid_until AS licensed_until
FROM cafe LEFT JOIN cafe_state USING (place_code);

-- Where a café was licensed on which days, so that the coverage of a past day covers the cafés that a county had then.
-- If the present county were used, a café that moves would take its past days along, while its events stay where they
-- were counted. The day of a change belongs to the county that the café had when the day began: the day's figures were
-- counted by that county, too. Likewise how many terminals it was licensed for, and how many of them were heard of.
CREATE OR REPLACE VIEW reporting.cafe_licence WITH (security_barrier) AS
SELECT place_code, region, coalesce(lag(last_day) OVER known + 1, founded) AS since,
       least(licence_valid_until, last_day) AS licensed_until, terminals, heard_terminals
FROM (SELECT entered, place_code, cafe_past.region, cafe_past.licence_valid_until, cafe_past.terminals,
             cafe_past.heard_terminals,
             (changed_at AT TIME ZONE known_zone(cafe_past.time_zone))::date AS last_day,
             (created_at AT TIME ZONE known_zone(cafe.time_zone))::date AS founded
      FROM cafe_past JOIN cafe USING (place_code)
      UNION ALL
      SELECT NULL, place_code, region, licence_valid_until, terminals, heard_terminals, NULL, (created_at AT TIME ZONE known_zone(time_zone))::date
      FROM cafe) AS era
WINDOW known AS (PARTITION BY place_code ORDER BY entered NULLS LAST);

-- One café's violations, of codes that do not count persons.
CREATE OR REPLACE VIEW reporting.premises_violation WITH (security_barrier) AS
SELECT violation.id, violation.place_code, cafe.name, cafe.region, violation.code, violation.standing, violation.state,
       violation.case_step, violation.authorities, violation.started_at, violation.detected_at, violation.ended_at,
       violation.seconds AS overtime_seconds
FROM violation JOIN cafe USING (place_code) WHERE NOT counts_persons(violation.code);

CREATE OR REPLACE VIEW reporting.cafe_day WITH (security_barrier) AS
SELECT day, place_code, name, cafe_day.region, heartbeats, patrols, rejects, bit_count(hours_heard::bit(24)) AS hours_heard
FROM cafe_day JOIN cafe USING (place_code);

CREATE OR REPLACE VIEW reporting.region_hour WITH (security_barrier) AS
SELECT day, hour, region, heartbeats, patrols FROM region_hour;

-- Figures of premises, exact. A county's sum of a year is some thousand rows here, against a hundred times as many days
-- of cafés.
CREATE OR REPLACE VIEW reporting.region_day WITH (security_barrier) AS
SELECT day, region, cafes, heartbeats, patrols, hours_heard FROM region_day WHERE cafes > 0;

-- How many terminals were heard of, by day and county. The share is of the cafés whose numbers are known.
CREATE OR REPLACE VIEW reporting.region_terminals WITH (security_barrier) AS
SELECT day, region, licensed, heard, unknown_cafes FROM region_terminals;

-- The only grid on which numbers of persons are published: days of counties. Null means withheld.
CREATE OR REPLACE VIEW reporting.login_day WITH (security_barrier) AS
SELECT day, region, published(logins_allowed::numeric, day) AS logins_allowed,
       published(logins_denied::numeric, day) AS logins_denied, published(minors_refused::numeric, day) AS minors_refused
FROM region_day WHERE cafes > 0;

-- By day, county, code and authorities; codes that count premises also by standing. While a day is running, violations
-- that count persons have no row until there are five: the row itself would reveal the first. Each set of authorities is
-- published or withheld on its own, as in the API: otherwise the API's answer and this row could be subtracted from each
-- other.
CREATE OR REPLACE VIEW reporting.violation_day WITH (security_barrier) AS
SELECT day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END AS standing, authorities,
       CASE WHEN counts_persons(code) THEN published(count(*), day) ELSE count(*) END AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure
GROUP BY day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END, authorities
HAVING NOT counts_persons(code) OR day < (now() AT TIME ZONE 'Asia/Shanghai')::date OR count(*) >= 5;

-- By hour, without the codes that count persons, because an hour has too few of them.
CREATE OR REPLACE VIEW reporting.violation_hour WITH (security_barrier) AS
SELECT day, hour, region, code, standing, authorities, count(*) AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure WHERE NOT counts_persons(code)
GROUP BY day, hour, region, code, standing, authorities;

CREATE OR REPLACE VIEW reporting.campaign WITH (security_barrier) AS
SELECT id, name, region, authorities, first_day, last_day FROM campaign;

-- When each release of the rules came into force, to be marked on graphs.
CREATE OR REPLACE VIEW reporting.rule_release WITH (security_barrier) AS
SELECT version, begins_at FROM rule_release WHERE state = 'released';

GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO grafana_reader;
