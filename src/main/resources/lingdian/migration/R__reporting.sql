-- The views that Grafana reads. Its roles have a right to these views alone. They run with their owner's rights, and
-- security_barrier keeps a function in a query from seeing rows before the view has filtered them. This file runs again
-- whenever it changes.

-- What the role that asks may see. grafana_reader sees every row, and so does the owner of the views. A role such as
-- grafana_reader_360481_culture sees the rows of its region and authority, as long as an account of a regulator of both has not ended.
-- Every other role sees none. The functions run as the role that asks, and each query of a view evaluates them once.
-- They are parsed here (RETURN), because that role may not look up a name in the service's schema.
CREATE OR REPLACE FUNCTION grafana_sees_all() RETURNS boolean LANGUAGE sql STABLE RETURN
  current_user !~ '^grafana_reader_'
    AND (pg_has_role(current_user, 'grafana_reader', 'USAGE')
      OR EXISTS (SELECT FROM pg_namespace WHERE nspname = 'reporting' AND pg_has_role(current_user, nspowner, 'USAGE')));

-- Whether somebody of an office still works here. It reads a table that no role of Grafana may read, and tells nothing else of it.
CREATE OR REPLACE FUNCTION office_has_account(region text, authority text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (
    SELECT FROM account WHERE account.role = 'regulator' AND account.region = $1 AND account.authority = $2 AND account.ended_at IS NULL)
$$;

-- As of all functions that run as the owner (R__functions.sql, which ran before this one was made).
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION office_has_account(text, text) SET search_path = %I, pg_temp', current_schema());
END
$$;

-- The same for who makes the roles of Grafana ("admin grafana") and has no other right in this database; everybody else is told no.
CREATE OR REPLACE FUNCTION reporting.office_has_account(region text, authority text) RETURNS boolean LANGUAGE sql STABLE RETURN
  pg_has_role(current_user, 'grafana_scopes', 'MEMBER WITH ADMIN OPTION') AND office_has_account(region, authority);

-- The region and the authority of the role that asks; null if it has none, or no account any more.
CREATE OR REPLACE FUNCTION grafana_scope() RETURNS text[] LANGUAGE sql STABLE RETURN (
  SELECT ARRAY[named[1], replace(named[2], '_', '-')]
  FROM regexp_match(current_user, '^grafana_reader_([0-9]{6})_(culture|public_security)$') AS named
  WHERE office_has_account(named[1], replace(named[2], '_', '-')));
CREATE OR REPLACE FUNCTION grafana_region() RETURNS text LANGUAGE sql STABLE RETURN (grafana_scope())[1];
CREATE OR REPLACE FUNCTION grafana_authority() RETURNS text LANGUAGE sql STABLE RETURN (grafana_scope())[2];

-- The counties that a region covers, as a pattern for LIKE: zeros at its end, in pairs, are wildcards (glossary.md).
CREATE OR REPLACE FUNCTION counties_of(region text) RETURNS text LANGUAGE sql IMMUTABLE RETURN
  rpad(regexp_replace(region, '(00)+$', ''), 6, '_');

-- "since" and "licensed_until" bound the time in which a café is licensed, so that coverage counts silent cafés as
-- well.
CREATE OR REPLACE VIEW reporting.cafe WITH (security_barrier) AS
SELECT place_code, name, region, terminals, latitude, longitude, received_at AS last_heard_at,
       (created_at AT TIME ZONE known_zone(time_zone))::date AS since, licence_valid_until AS licensed_until
FROM cafe LEFT JOIN cafe_state USING (place_code)
WHERE CASE WHEN (SELECT grafana_sees_all()) THEN true ELSE region LIKE (SELECT counties_of(grafana_region())) END;

-- What a region is called. A region without a name yet has no row: dashboards then show its code.
CREATE OR REPLACE VIEW reporting.region_name WITH (security_barrier) AS
SELECT region, name FROM region_name
WHERE CASE WHEN (SELECT grafana_sees_all()) THEN true
  ELSE region LIKE (SELECT counties_of(grafana_region())) OR (SELECT grafana_region()) LIKE counties_of(region) END;

-- Where a café was licensed on which days, so that the coverage of a past day covers the cafés that a county had then.
-- If the present county were used, a café that moves would take its past days along, while its events stay where they
-- were counted. The day of a change belongs to the county that the café had when the day began: the day's figures were
-- counted by that county, too. Likewise how many terminals it was licensed for, and how many of them were heard of.
CREATE OR REPLACE VIEW reporting.cafe_licence WITH (security_barrier) AS
SELECT place_code, region, since, licensed_until, terminals, heard_terminals FROM (
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
WINDOW known AS (PARTITION BY place_code ORDER BY entered NULLS LAST)
) AS known_era
WHERE CASE WHEN (SELECT grafana_sees_all()) THEN true ELSE region LIKE (SELECT counties_of(grafana_region())) END;

-- One café's violations, of codes that do not count persons.
CREATE OR REPLACE VIEW reporting.premises_violation WITH (security_barrier) AS
SELECT violation.id, violation.place_code, cafe.name, cafe.region, violation.code, violation.standing, violation.state,
       violation.case_step, violation.authorities, violation.started_at, violation.detected_at, violation.ended_at,
       violation.seconds AS overtime_seconds
FROM violation JOIN cafe USING (place_code) WHERE NOT counts_persons(violation.code)
  AND CASE WHEN (SELECT grafana_sees_all()) THEN true
    ELSE cafe.region LIKE (SELECT counties_of(grafana_region())) AND (SELECT grafana_authority()) = ANY (violation.authorities) END;

CREATE OR REPLACE VIEW reporting.cafe_day WITH (security_barrier) AS
SELECT day, place_code, name, cafe_day.region, heartbeats, patrols, rejects, bit_count(hours_heard::bit(24)) AS hours_heard
FROM cafe_day JOIN cafe USING (place_code)
WHERE CASE WHEN (SELECT grafana_sees_all()) THEN true ELSE cafe_day.region LIKE (SELECT counties_of(grafana_region())) END;

CREATE OR REPLACE VIEW reporting.region_hour WITH (security_barrier) AS
SELECT day, hour, region, heartbeats, patrols FROM region_hour
WHERE CASE WHEN (SELECT grafana_sees_all()) THEN true ELSE region LIKE (SELECT counties_of(grafana_region())) END;

-- Figures of premises, exact. A county's sum of a year is some thousand rows here, against a hundred times as many days
-- of cafés.
CREATE OR REPLACE VIEW reporting.region_day WITH (security_barrier) AS
SELECT day, region, cafes, heartbeats, patrols, hours_heard FROM region_day
WHERE cafes > 0 AND CASE WHEN (SELECT grafana_sees_all()) THEN true ELSE region LIKE (SELECT counties_of(grafana_region())) END;

-- How many terminals were heard of, by day and county. The share is of the cafés whose numbers are known.
CREATE OR REPLACE VIEW reporting.region_terminals WITH (security_barrier) AS
SELECT day, region, licensed, heard, unknown_cafes FROM region_terminals
WHERE CASE WHEN (SELECT grafana_sees_all()) THEN true ELSE region LIKE (SELECT counties_of(grafana_region())) END;

-- The only grid on which numbers of persons are published: days of counties. Null means withheld.
CREATE OR REPLACE VIEW reporting.login_day WITH (security_barrier) AS
SELECT day, region, published(logins_allowed::numeric, day) AS logins_allowed,
       published(logins_denied::numeric, day) AS logins_denied, published(minors_refused::numeric, day) AS minors_refused
FROM region_day WHERE cafes > 0 AND CASE WHEN (SELECT grafana_sees_all()) THEN true ELSE region LIKE (SELECT counties_of(grafana_region())) END;

-- By day, county, code and authorities; codes that count premises also by standing. While a day is running, violations
-- that count persons have no row until there are five: the row itself would reveal the first. Each set of authorities is
-- published or withheld on its own, as in the API: otherwise the API's answer and this row could be subtracted from each
-- other.
CREATE OR REPLACE VIEW reporting.violation_day WITH (security_barrier) AS
SELECT day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END AS standing, authorities,
       CASE WHEN counts_persons(code) THEN published(count(*), day) ELSE count(*) END AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure
WHERE CASE WHEN (SELECT grafana_sees_all()) THEN true
  ELSE region LIKE (SELECT counties_of(grafana_region())) AND (SELECT grafana_authority()) = ANY (authorities) END
GROUP BY day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END, authorities
HAVING NOT counts_persons(code) OR day < (now() AT TIME ZONE 'Asia/Shanghai')::date OR count(*) >= 5;

-- By hour, without the codes that count persons, because an hour has too few of them.
CREATE OR REPLACE VIEW reporting.violation_hour WITH (security_barrier) AS
SELECT day, hour, region, code, standing, authorities, count(*) AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure WHERE NOT counts_persons(code)
  AND CASE WHEN (SELECT grafana_sees_all()) THEN true
    ELSE region LIKE (SELECT counties_of(grafana_region())) AND (SELECT grafana_authority()) = ANY (authorities) END
GROUP BY day, hour, region, code, standing, authorities;

-- A campaign of its own authority: of its own region, of one below it, and of one above it, which its counties join.
CREATE OR REPLACE VIEW reporting.campaign WITH (security_barrier) AS
SELECT id, name, region, authorities, first_day, last_day FROM campaign
WHERE CASE WHEN (SELECT grafana_sees_all()) THEN true
  ELSE (region LIKE (SELECT counties_of(grafana_region())) OR (SELECT grafana_region()) LIKE counties_of(region))
    AND (SELECT grafana_authority()) = ANY (authorities) END;

-- When each release of the rules came into force, to be marked on graphs.
CREATE OR REPLACE VIEW reporting.rule_release WITH (security_barrier) AS
SELECT version, begins_at FROM rule_release WHERE state = 'released';

GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO grafana_reader, grafana_scopes;
