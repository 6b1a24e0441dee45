-- The views that Grafana reads, and the functions that they read from. Its roles have a right to these alone. This file
-- runs again whenever it changes.
--
-- Each view is made of a function that runs as the owner (SECURITY DEFINER) and returns the rows that the role which asks
-- may see. A view on a table would filter its rows in the query of whoever asks, and EXPLAIN ANALYZE shows how many rows
-- each step of that query read and removed, so also those of other counties and those behind a withheld number. Of a
-- function it shows the rows that the function returned; the planner knows nothing of the tables behind it, and never
-- writes such a function out in the query. What remains is on grafana.md.
--
-- A function takes the days or times that it is asked for, so that it reads no others: a condition of a query cannot go
-- into it. client_min_messages keeps a function's own plans, which debug_print_plan prints, from whoever asks.
-- A view of days calls its function once for each day, and a condition on the day goes to the list of days.

-- Which role asks. In a function that runs as the owner, current_user is the owner; the setting is the role of SET ROLE,
-- which PostgreSQL lets nobody set who is not its member.
CREATE OR REPLACE FUNCTION asking_role() RETURNS text LANGUAGE sql STABLE RETURN
  CASE current_setting('role') WHEN 'none' THEN session_user::text ELSE current_setting('role') END;

-- What that role may see: a range of regions, and the findings of one authority (null: of both). grafana_reader sees every
-- row, and so does the owner of the views. A role such as grafana_reader_360481_culture sees the rows of its region and
-- authority, as long as an account of a regulator of both has not ended. For every other role there is no row here.
-- Zeros at the end of a region, in pairs, stand for all that it covers (glossary.md).
CREATE OR REPLACE FUNCTION reporting_scope(OUT region text, OUT first_region text, OUT last_region text, OUT authority text)
RETURNS SETOF record LANGUAGE sql STABLE BEGIN ATOMIC
  SELECT '000000', '000000', '999999', NULL
  WHERE asking_role() !~ '^grafana_reader_'
    AND (pg_has_role(asking_role(), 'grafana_reader', 'USAGE')
      OR EXISTS (SELECT FROM pg_namespace WHERE nspname = 'reporting' AND pg_has_role(asking_role(), nspowner, 'USAGE')))
  UNION ALL
  SELECT named[1], rpad(regexp_replace(named[1], '(00)+$', ''), 6, '0'), rpad(regexp_replace(named[1], '(00)+$', ''), 6, '9'),
         replace(named[2], '_', '-')
  FROM regexp_match(asking_role(), '^grafana_reader_([0-9]{6})_(culture|public_security)$') AS named
  WHERE EXISTS (
    SELECT FROM account WHERE account.role = 'regulator' AND account.region = named[1]
      AND account.authority = replace(named[2], '_', '-') AND account.ended_at IS NULL);
END;

-- Whether somebody of an office still works here, for who makes the roles of Grafana ("admin grafana") and has no other
-- right in this database; everybody else is told no.
CREATE OR REPLACE FUNCTION office_has_account(region text, authority text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (
    SELECT FROM account WHERE account.role = 'regulator' AND account.region = $1 AND account.authority = $2 AND account.ended_at IS NULL)
$$;
CREATE OR REPLACE FUNCTION reporting.office_has_account(region text, authority text) RETURNS boolean LANGUAGE sql STABLE RETURN
  pg_has_role(current_user, 'grafana_scopes', 'MEMBER WITH ADMIN OPTION') AND office_has_account(region, authority);

-- The days that have figures: from the beginning of a year, so that not even the first of them is shown, and from 2000 on
-- as in /trends. An agent's clock may be in the year 1, and a view would ask for each day since.
CREATE OR REPLACE FUNCTION reporting.figure_days() RETURNS SETOF date
LANGUAGE sql STABLE SECURITY DEFINER ROWS 700 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
  SELECT generate_series(
    greatest(date_trunc('year', first.day::timestamp), timestamp '2000-01-01'),
    greatest(
      (SELECT max(day) FROM cafe_day), (SELECT max(day) FROM region_day), (SELECT max(day) FROM region_hour),
      (SELECT max(day) FROM region_terminals), (SELECT max(day) FROM region_finding), (SELECT max(day) FROM violation_figure),
      (now() AT TIME ZONE 'Asia/Shanghai')::date)::timestamp,
    interval '1 day')::date
  FROM (SELECT least(
      (SELECT min(day) FROM cafe_day), (SELECT min(day) FROM region_day), (SELECT min(day) FROM region_hour),
      (SELECT min(day) FROM region_terminals), (SELECT min(day) FROM region_finding), (SELECT min(day) FROM violation_figure)) AS day) AS first
  WHERE first.day IS NOT NULL AND EXISTS (SELECT FROM reporting_scope())
$$;

-- "since" and "licensed_until" bound the time in which a café is licensed, so that coverage counts silent cafés as well. When it was last
-- heard is told in steps of five minutes: otherwise someone who looks every few seconds would see each person arrive and leave.
CREATE OR REPLACE FUNCTION reporting.cafes() RETURNS TABLE (
  place_code text, name text, region text, terminals integer, latitude double precision, longitude double precision,
  last_heard_at timestamptz, since date, licensed_until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 500 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT place_code, name, region, terminals, latitude, longitude, date_bin('5 minutes', received_at, '2000-01-01T00:00:00Z'),
         (created_at AT TIME ZONE known_zone(time_zone))::date, licence_valid_until
  FROM cafe LEFT JOIN cafe_state USING (place_code)
  WHERE region ~>=~ scope.first_region AND region ~<=~ scope.last_region;
END
$$;
CREATE OR REPLACE VIEW reporting.cafe AS
SELECT place_code, name, region, terminals, latitude, longitude, last_heard_at, since, licensed_until FROM reporting.cafes();

-- What a region is called, with those above the role's own. A region without a name yet has no row: dashboards then show its
-- code.
CREATE OR REPLACE FUNCTION reporting.region_names() RETURNS TABLE (
  region text, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT region, name FROM region_name
  WHERE region ~>=~ scope.first_region AND region ~<=~ scope.last_region OR region IN ('000000', left(scope.region, 2) || '0000', left(scope.region, 4) || '00');
END
$$;
CREATE OR REPLACE VIEW reporting.region_name AS
SELECT region, name FROM reporting.region_names();

-- Where a café was licensed on which days, so that the coverage of a past day covers the cafés that a county had then.
-- If the present county were used, a café that moves would take its past days along, while its events stay where they
-- were counted. The day of a change belongs to the county that the café had when the day began: the day's figures were
-- counted by that county, too. Likewise how many terminals it was licensed for, and how many of them were heard of.
CREATE OR REPLACE FUNCTION reporting.cafe_licences() RETURNS TABLE (
  place_code text, region text, since date, licensed_until date, terminals integer, heard_terminals integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH own AS (
    SELECT place_code FROM cafe WHERE region ~>=~ scope.first_region AND region ~<=~ scope.last_region
    UNION
    SELECT place_code FROM cafe_past WHERE region ~>=~ scope.first_region AND region ~<=~ scope.last_region
  ), era AS (
    SELECT entered, place_code, cafe_past.region, cafe_past.licence_valid_until, cafe_past.terminals, cafe_past.heard_terminals,
           (changed_at AT TIME ZONE known_zone(cafe_past.time_zone))::date AS last_day,
           (created_at AT TIME ZONE known_zone(cafe.time_zone))::date AS founded
    FROM own JOIN cafe USING (place_code) JOIN cafe_past USING (place_code)
    UNION ALL
    SELECT NULL, place_code, region, licence_valid_until, terminals, heard_terminals, NULL,
           (created_at AT TIME ZONE known_zone(time_zone))::date
    FROM own JOIN cafe USING (place_code)
  ), known_era AS (
    SELECT place_code, region, coalesce(lag(last_day) OVER known + 1, founded) AS since,
           least(licence_valid_until, last_day) AS licensed_until, terminals, heard_terminals
    FROM era WINDOW known AS (PARTITION BY place_code ORDER BY entered NULLS LAST)
  )
  SELECT place_code, region, since, licensed_until, terminals, heard_terminals FROM known_era
  WHERE region ~>=~ scope.first_region AND region ~<=~ scope.last_region;
END
$$;
CREATE OR REPLACE VIEW reporting.cafe_licence AS
SELECT place_code, region, since, licensed_until, terminals, heard_terminals FROM reporting.cafe_licences();

-- Violations of codes that do not count persons, which began between two times; of one café, or of all that the role sees.
-- These are some seconds late, as all figures are, for a role of one region and all of its cafés.
CREATE OR REPLACE FUNCTION reporting.premises_violations(first timestamptz, last timestamptz, of_cafe text DEFAULT NULL) RETURNS TABLE (
  id uuid, place_code text, name text, region text, code text, standing text, state text, case_step text, authorities text[],
  started_at timestamptz, detected_at timestamptz, ended_at timestamptz, overtime_seconds bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 300 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- Otherwise nothing is read: how many pages a query took shows as well what it read.
  IF of_cafe IS NOT NULL AND NOT EXISTS (
    SELECT FROM cafe WHERE place_code = of_cafe AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region) THEN
    RETURN;
  END IF;
  IF of_cafe IS NOT NULL THEN
    RETURN QUERY
    SELECT violation.id, violation.place_code, cafe.name, cafe.region, violation.code, violation.standing, violation.state,
           violation.case_step, violation.authorities, violation.started_at, violation.detected_at, violation.ended_at,
           violation.seconds
    FROM cafe JOIN violation USING (place_code)
    WHERE cafe.place_code = of_cafe AND cafe.region ~>=~ scope.first_region AND cafe.region ~<=~ scope.last_region
      AND violation.started_at + interval '0' BETWEEN first AND last -- not by the index of all cafés' times
      AND NOT counts_persons(violation.code) AND (scope.authority IS NULL OR scope.authority = ANY (violation.authorities));
  ELSIF scope.authority IS NULL THEN
    RETURN QUERY
    SELECT violation.id, violation.place_code, cafe.name, cafe.region, violation.code, violation.standing, violation.state,
           violation.case_step, violation.authorities, violation.started_at, violation.detected_at, violation.ended_at,
           violation.seconds
    FROM violation JOIN cafe USING (place_code)
    WHERE violation.started_at BETWEEN first AND last AND NOT counts_persons(violation.code);
  ELSE
    -- By the days of their figures, which are the cafés' own: a day more on either side.
    RETURN QUERY
    SELECT violation.id, violation.place_code, cafe.name, cafe.region, violation.code, violation.standing, violation.state,
           violation.case_step, violation.authorities, violation.started_at, violation.detected_at, violation.ended_at,
           violation.seconds
    FROM cafe JOIN violation_figure AS figure USING (place_code) JOIN violation ON violation.id = figure.id
    WHERE cafe.region ~>=~ scope.first_region AND cafe.region ~<=~ scope.last_region
      AND figure.day BETWEEN (first AT TIME ZONE 'Asia/Shanghai')::date - 1 AND (last AT TIME ZONE 'Asia/Shanghai')::date + 1
      AND NOT counts_persons(figure.code) AND scope.authority = ANY (figure.authorities)
      AND violation.started_at BETWEEN first AND last;
  END IF;
END
$$;

-- Those that have not ended, however long ago they began.
CREATE OR REPLACE FUNCTION reporting.open_premises_violations() RETURNS TABLE (
  id uuid, place_code text, name text, region text, code text, standing text, state text, case_step text, authorities text[],
  started_at timestamptz, detected_at timestamptz, ended_at timestamptz, overtime_seconds bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 300 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF scope.authority IS NULL THEN
    RETURN QUERY
    SELECT violation.id, violation.place_code, cafe.name, cafe.region, violation.code, violation.standing, violation.state,
           violation.case_step, violation.authorities, violation.started_at, violation.detected_at, violation.ended_at,
           violation.seconds
    FROM violation JOIN cafe USING (place_code)
    WHERE violation.state = 'open' AND NOT counts_persons(violation.code);
  ELSE
    RETURN QUERY
    SELECT violation.id, violation.place_code, cafe.name, cafe.region, violation.code, violation.standing, violation.state,
           violation.case_step, violation.authorities, violation.started_at, violation.detected_at, violation.ended_at,
           violation.seconds
    FROM cafe JOIN violation USING (place_code)
    WHERE cafe.region ~>=~ scope.first_region AND cafe.region ~<=~ scope.last_region
      AND violation.state = 'open' AND NOT counts_persons(violation.code) AND scope.authority = ANY (violation.authorities);
  END IF;
END
$$;
CREATE OR REPLACE VIEW reporting.premises_violation AS
SELECT found.id, cafe.place_code, cafe.name, cafe.region, code, standing, state, case_step, authorities, started_at, detected_at,
       ended_at, overtime_seconds
FROM reporting.cafes() AS cafe CROSS JOIN LATERAL reporting.premises_violations('-infinity', 'infinity', cafe.place_code) AS found;

-- Days of one café, or of all.
CREATE OR REPLACE FUNCTION reporting.cafe_days(first date, last date, of_cafe text DEFAULT NULL) RETURNS TABLE (
  day date, place_code text, name text, region text, heartbeats bigint, patrols bigint, rejects bigint, hours_heard bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- Otherwise nothing is read: how many pages a query took shows as well what it read.
  IF of_cafe IS NOT NULL AND NOT EXISTS (
    SELECT FROM cafe WHERE place_code = of_cafe AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region)
    AND NOT EXISTS (
      SELECT FROM cafe_past WHERE place_code = of_cafe AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region) THEN
    RETURN;
  END IF;
  IF of_cafe IS NOT NULL THEN
    RETURN QUERY
    SELECT day, place_code, name, cafe_day.region, heartbeats, patrols, rejects, bit_count(hours_heard::bit(24))
    FROM cafe_day JOIN cafe USING (place_code)
    WHERE place_code = of_cafe AND day BETWEEN first AND last
      AND cafe_day.region ~>=~ scope.first_region AND cafe_day.region ~<=~ scope.last_region;
  ELSIF scope.authority IS NULL THEN
    RETURN QUERY
    SELECT day, place_code, name, cafe_day.region, heartbeats, patrols, rejects, bit_count(hours_heard::bit(24))
    FROM cafe_day JOIN cafe USING (place_code)
    WHERE day BETWEEN first AND last;
  ELSE
    RETURN QUERY
    SELECT day, place_code, name, cafe_day.region, heartbeats, patrols, rejects, bit_count(hours_heard::bit(24))
    FROM cafe_day JOIN cafe USING (place_code)
    WHERE day BETWEEN first AND last
      AND cafe_day.region ~>=~ scope.first_region AND cafe_day.region ~<=~ scope.last_region;
  END IF;
END
$$;
CREATE OR REPLACE VIEW reporting.cafe_day AS
SELECT shown AS day, place_code, name, region, heartbeats, patrols, rejects, hours_heard
FROM reporting.figure_days() AS shown CROSS JOIN LATERAL reporting.cafe_days(shown, shown);

CREATE OR REPLACE FUNCTION reporting.region_hours(first date, last date) RETURNS TABLE (
  day date, hour smallint, region text, heartbeats bigint, patrols bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT day, hour, region, heartbeats, patrols
  FROM region_hour
  WHERE day BETWEEN first AND last AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region;
END
$$;
CREATE OR REPLACE VIEW reporting.region_hour AS
SELECT shown AS day, hour, region, heartbeats, patrols
FROM reporting.figure_days() AS shown CROSS JOIN LATERAL reporting.region_hours(shown, shown);

-- Figures of premises, exact. A county's sum of a year is some thousand rows here, against a hundred times as many days
-- of cafés.
CREATE OR REPLACE FUNCTION reporting.region_days(first date, last date) RETURNS TABLE (
  day date, region text, cafes bigint, heartbeats bigint, patrols bigint, hours_heard bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT day, region, cafes, heartbeats, patrols, hours_heard
  FROM region_day
  WHERE day BETWEEN first AND last AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region AND cafes > 0;
END
$$;
CREATE OR REPLACE VIEW reporting.region_day AS
SELECT shown AS day, region, cafes, heartbeats, patrols, hours_heard
FROM reporting.figure_days() AS shown CROSS JOIN LATERAL reporting.region_days(shown, shown);

-- How many terminals were heard of, by day and county. The share is of the cafés whose numbers are known.
CREATE OR REPLACE FUNCTION reporting.region_terminal_days(first date, last date) RETURNS TABLE (
  day date, region text, licensed bigint, heard bigint, unknown_cafes bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT day, region, licensed, heard, unknown_cafes
  FROM region_terminals
  WHERE day BETWEEN first AND last AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region;
END
$$;
CREATE OR REPLACE VIEW reporting.region_terminals AS
SELECT shown AS day, region, licensed, heard, unknown_cafes
FROM reporting.figure_days() AS shown CROSS JOIN LATERAL reporting.region_terminal_days(shown, shown);

-- The only grid on which numbers of persons are published: days of counties. Null means withheld.
CREATE OR REPLACE FUNCTION reporting.login_days(first date, last date) RETURNS TABLE (
  day date, region text, logins_allowed bigint, logins_denied bigint, minors_refused bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT day, region, published(logins_allowed::numeric, day), published(logins_denied::numeric, day),
         published(minors_refused::numeric, day)
  FROM region_day
  WHERE day BETWEEN first AND last AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region AND cafes > 0;
END
$$;
CREATE OR REPLACE VIEW reporting.login_day AS
SELECT shown AS day, region, logins_allowed, logins_denied, minors_refused
FROM reporting.figure_days() AS shown CROSS JOIN LATERAL reporting.login_days(shown, shown);

-- By day, county, code and authorities; codes that count premises also by standing. While a day is running, violations
-- that count persons have no row until there are five: the row itself would reveal the first. Each set of authorities is
-- published or withheld on its own, as in the API: otherwise the API's answer and this row could be subtracted from each
-- other. Violations that count persons are read as the sums of their days, so that how much was read shows nothing of their
-- number.
CREATE OR REPLACE FUNCTION reporting.violation_days(first date, last date) RETURNS TABLE (
  day date, region text, code text, standing text, authorities text[], violations bigint, overtime_seconds bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT day, region, code, NULL, authorities, published(violations::numeric, day), overtime_seconds
  FROM region_finding
  WHERE day BETWEEN first AND last AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region
    AND (scope.authority IS NULL OR scope.authority = ANY (authorities))
    AND violations > 0 AND counts_persons(code)
    AND (day < (now() AT TIME ZONE 'Asia/Shanghai')::date OR violations >= 5);
  IF scope.authority IS NULL THEN
    RETURN QUERY
    SELECT day, region, code, standing, authorities, count(*), sum(overtime_seconds)::bigint
    FROM violation_figure
    WHERE day BETWEEN first AND last AND NOT counts_persons(code)
    GROUP BY day, region, code, standing, authorities;
  ELSE
    RETURN QUERY
    SELECT day, region, code, standing, authorities, count(*), sum(overtime_seconds)::bigint
    FROM violation_figure
    WHERE day BETWEEN first AND last AND NOT counts_persons(code)
      AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region AND scope.authority = ANY (authorities)
    GROUP BY day, region, code, standing, authorities;
  END IF;
END
$$;
CREATE OR REPLACE VIEW reporting.violation_day AS
SELECT shown AS day, region, code, standing, authorities, violations, overtime_seconds
FROM reporting.figure_days() AS shown CROSS JOIN LATERAL reporting.violation_days(shown, shown);

-- The codes that violation_day has.
CREATE OR REPLACE FUNCTION reporting.violation_codes() RETURNS TABLE (
  code text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 24 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT DISTINCT code FROM region_finding
  WHERE region ~>=~ scope.first_region AND region ~<=~ scope.last_region
    AND violations > 0 AND (scope.authority IS NULL OR scope.authority = ANY (authorities))
    AND (NOT counts_persons(code) OR day < (now() AT TIME ZONE 'Asia/Shanghai')::date OR violations >= 5);
END
$$;

-- By hour, without the codes that count persons, because an hour has too few of them.
CREATE OR REPLACE FUNCTION reporting.violation_hours(first date, last date) RETURNS TABLE (
  day date, hour smallint, region text, code text, standing text, authorities text[], violations bigint, overtime_seconds bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF scope.authority IS NULL THEN
    RETURN QUERY
    SELECT day, hour, region, code, standing, authorities, count(*), sum(overtime_seconds)::bigint
    FROM violation_figure
    WHERE day BETWEEN first AND last AND NOT counts_persons(code)
    GROUP BY day, hour, region, code, standing, authorities;
  ELSE
    RETURN QUERY
    SELECT day, hour, region, code, standing, authorities, count(*), sum(overtime_seconds)::bigint
    FROM violation_figure
    WHERE day BETWEEN first AND last AND NOT counts_persons(code)
      AND region ~>=~ scope.first_region AND region ~<=~ scope.last_region AND scope.authority = ANY (authorities)
    GROUP BY day, hour, region, code, standing, authorities;
  END IF;
END
$$;
CREATE OR REPLACE VIEW reporting.violation_hour AS
SELECT shown AS day, hour, region, code, standing, authorities, violations, overtime_seconds
FROM reporting.figure_days() AS shown CROSS JOIN LATERAL reporting.violation_hours(shown, shown);

-- A campaign of its own authority: of its own region, of one below it, and of one above it, which its counties join.
CREATE OR REPLACE FUNCTION reporting.campaigns() RETURNS TABLE (
  id uuid, name text, region text, authorities text[], first_day date, last_day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT id, name, region, authorities, first_day, last_day FROM campaign
  WHERE (region ~>=~ scope.first_region AND region ~<=~ scope.last_region
      OR region IN ('000000', left(scope.region, 2) || '0000', left(scope.region, 4) || '00'))
    AND (scope.authority IS NULL OR scope.authority = ANY (authorities));
END
$$;
CREATE OR REPLACE VIEW reporting.campaign AS
SELECT id, name, region, authorities, first_day, last_day FROM reporting.campaigns();

-- When each release of the rules came into force, to be marked on graphs.
CREATE OR REPLACE FUNCTION reporting.rule_releases() RETURNS TABLE (
  version text, begins_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path FROM CURRENT SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  scope record;
BEGIN
  SELECT * INTO scope FROM reporting_scope();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT version, begins_at FROM rule_release WHERE state = 'released';
END
$$;
CREATE OR REPLACE VIEW reporting.rule_release AS
SELECT version, begins_at FROM reporting.rule_releases();

-- As of all functions that run as the owner (R__functions.sql, which ran before these were made).
DO $$
DECLARE
  definer regprocedure;
BEGIN
  FOR definer IN
    SELECT oid::regprocedure FROM pg_proc
    WHERE prosecdef AND (pronamespace = 'reporting'::regnamespace OR oid = 'office_has_account(text, text)'::regprocedure) LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', definer, current_schema());
  END LOOP;
END
$$;

-- What the views read in earlier versions.
SET LOCAL client_min_messages = warning; -- not that there is none
DROP FUNCTION IF EXISTS grafana_authority(), grafana_region(), grafana_scope(), grafana_sees_all(), counties_of(text);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA reporting FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA reporting TO grafana_reader, grafana_scopes;
GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO grafana_reader, grafana_scopes;
