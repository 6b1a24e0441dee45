-- Figures without persons: of received days, which outlive the records, and of local days and hours, for reports.

-- A café's figures of a received day, counted before the day is packed or dropped. They contain no person, token,
-- session or hash.
CREATE TABLE daily_figures (
  day date NOT NULL, -- the received day (UTC+8)
  place_code text NOT NULL,
  region text NOT NULL, -- of the café when the day was last counted
  events bigint NOT NULL,
  rejected_events bigint NOT NULL,
  heartbeats bigint NOT NULL,
  patrols bigint NOT NULL,
  logins_allowed bigint NOT NULL,
  logins_denied bigint NOT NULL,
  minors_refused bigint NOT NULL, -- logins that asked first, and were answered that the person is under age
  minors_admitted bigint NOT NULL, -- sessions that opened although the person is under age
  sessions bigint NOT NULL, -- whose login was received on the day
  session_minutes bigint NOT NULL, -- of those that ended
  terminals bigint NOT NULL, -- distinct ones with a session
  overtime_seconds bigint NOT NULL, -- of the OVERTIME_OPERATION found on the day
  PRIMARY KEY (day, place_code)
);

-- Denied logins by reason; one login may have several.
CREATE TABLE daily_denials (
  day date NOT NULL,
  place_code text NOT NULL,
  reason text NOT NULL,
  logins bigint NOT NULL,
  PRIMARY KEY (day, place_code, reason),
  FOREIGN KEY (day, place_code) REFERENCES daily_figures
);

CREATE VIEW daily_region_figures WITH (security_invoker = true) AS
SELECT day, region, count(*) AS cafes, sum(events) AS events, sum(rejected_events) AS rejected_events,
       sum(heartbeats) AS heartbeats, sum(patrols) AS patrols, sum(logins_allowed) AS logins_allowed,
       sum(logins_denied) AS logins_denied, sum(minors_refused) AS minors_refused, sum(minors_admitted) AS minors_admitted,
       sum(sessions) AS sessions, sum(session_minutes) AS session_minutes, sum(terminals) AS terminals,
       sum(overtime_seconds) AS overtime_seconds
FROM daily_figures GROUP BY day, region;
GRANT SELECT ON daily_figures, daily_denials, daily_region_figures TO lingdian_service;

-- Figures for reports (GET /trends, Grafana), by the local day and hour of each event or violation. One node at a time
-- keeps counting as records and findings arrive; it moves the positions below in the transaction that counts up to
-- them, so everything is counted once. The number of all events is left out on purpose: minus heartbeats and patrols,
-- it would reveal the number of persons.

-- How far each stream has been counted.
CREATE TABLE counted_stream (
  stream_number integer PRIMARY KEY REFERENCES stream,
  seq bigint NOT NULL CHECK (seq > 0),
  day date NOT NULL -- the received day of the last record that was counted
) WITH (fillfactor = 50);

-- How far the feed has been counted.
CREATE TABLE counted_feed (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL DEFAULT 0 CHECK (position >= 0)
);
INSERT INTO counted_feed DEFAULT VALUES;

-- A figure keeps the region that the café had when it was first counted. By the café's present region, a café that
-- moves to another county would take its past days along, and the difference of the two counties would show its
-- persons.
CREATE TABLE cafe_day (
  day date NOT NULL,
  place_code text NOT NULL REFERENCES cafe,
  heartbeats bigint NOT NULL,
  patrols bigint NOT NULL,
  rejects bigint NOT NULL,
  logins_allowed bigint NOT NULL,
  logins_denied bigint NOT NULL,
  minors_refused bigint NOT NULL, -- logins that asked first, and were answered that the person is under age
  hours_heard integer NOT NULL CHECK (hours_heard BETWEEN 0 AND 16777215), -- bit n: there was an event in hour n
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  PRIMARY KEY (day, place_code)
) WITH (fillfactor = 70);
CREATE INDEX cafe_day_by_cafe ON cafe_day (place_code, day);

CREATE TABLE region_hour (
  day date NOT NULL,
  hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  heartbeats bigint NOT NULL,
  patrols bigint NOT NULL,
  PRIMARY KEY (day, hour, region)
) WITH (fillfactor = 70);
-- A city's rows are found by this index: a month of hours is some ten thousand rows for a province, and a tenth of that
-- for the city.
CREATE INDEX region_hour_by_region ON region_hour (region text_pattern_ops, day);

-- The terminals that a café's agent named in the last days, as used or as logged in on: how much of the café reports.
CREATE TABLE heard_terminal (
  place_code text NOT NULL REFERENCES cafe,
  terminal text NOT NULL,
  last_day date NOT NULL, -- local
  PRIMARY KEY (place_code, terminal)
) WITH (fillfactor = 70);
CREATE INDEX heard_terminal_by_day ON heard_terminal (last_day);
GRANT SELECT, INSERT, UPDATE, DELETE ON heard_terminal TO lingdian_service;

-- Each violation as a row without its text, so that a year can be summed up at once. Findings of rules in shadow are
-- not in "violation", and so never here.
CREATE TABLE violation_figure (
  id uuid PRIMARY KEY REFERENCES violation ON DELETE CASCADE,
  day date NOT NULL, -- local, like the hour, of started_at
  hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
  place_code text NOT NULL REFERENCES cafe,
  code text NOT NULL,
  standing text NOT NULL,
  authorities text[] NOT NULL,
  overtime_seconds bigint NOT NULL CHECK (overtime_seconds >= 0),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$')
);
CREATE INDEX violation_figure_by_day ON violation_figure (day, place_code);
CREATE INDEX violation_figure_by_cafe ON violation_figure (place_code, day);
CREATE INDEX violation_figure_by_region ON violation_figure (region text_pattern_ops, day);

-- Days of counties, the basis of trends: a quarter of a year for a province is some thousand rows here, against half a
-- million rows of its cafés' days.
CREATE TABLE region_day (
  day date NOT NULL,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  cafes bigint NOT NULL,
  heartbeats bigint NOT NULL,
  patrols bigint NOT NULL,
  hours_heard bigint NOT NULL,
  logins_allowed bigint NOT NULL,
  logins_denied bigint NOT NULL,
  minors_refused bigint NOT NULL,
  PRIMARY KEY (day, region)
) WITH (fillfactor = 70);

-- Findings of counties' days, separate by authorities, because each authority is shown only what it may see.
CREATE TABLE region_finding (
  day date NOT NULL,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  code text NOT NULL,
  authorities text[] NOT NULL,
  violations bigint NOT NULL, -- 0 if all were subtracted again
  overtime_seconds bigint NOT NULL,
  PRIMARY KEY (day, region, code, authorities)
) WITH (fillfactor = 70);
CREATE INDEX region_finding_by_region ON region_finding (region text_pattern_ops, day);

GRANT SELECT, INSERT, UPDATE ON counted_stream, cafe_day, region_hour, violation_figure, region_day, region_finding TO lingdian_service;
GRANT SELECT, UPDATE ON counted_feed TO lingdian_service;

-- The sums of counties follow the two tables that they are computed from, whichever program writes those. One node
-- counts at a time, so two transactions never write the same row.
CREATE FUNCTION follow_cafe_day() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  EXECUTE format($sql$
    INSERT INTO region_day AS kept
    SELECT day, region, sum(sign), sum(sign * heartbeats), sum(sign * patrols), sum(sign * bit_count(hours_heard::bit(24))),
           sum(sign * logins_allowed), sum(sign * logins_denied), sum(sign * minors_refused)
    FROM (%s) AS written GROUP BY day, region ORDER BY day, region
    ON CONFLICT (day, region) DO UPDATE SET
      cafes = kept.cafes + excluded.cafes, heartbeats = kept.heartbeats + excluded.heartbeats,
      patrols = kept.patrols + excluded.patrols, hours_heard = kept.hours_heard + excluded.hours_heard,
      logins_allowed = kept.logins_allowed + excluded.logins_allowed,
      logins_denied = kept.logins_denied + excluded.logins_denied,
      minors_refused = kept.minors_refused + excluded.minors_refused
    $sql$, signed_rows(TG_OP));
  RETURN NULL;
END
$$;
CREATE FUNCTION follow_violation_figure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  EXECUTE format($sql$
    INSERT INTO region_finding AS kept
    SELECT day, region, code, authorities, sum(sign), sum(sign * overtime_seconds)
    FROM (%s) AS written GROUP BY day, region, code, authorities ORDER BY day, region, code, authorities
    ON CONFLICT (day, region, code, authorities) DO UPDATE SET
      violations = kept.violations + excluded.violations, overtime_seconds = kept.overtime_seconds + excluded.overtime_seconds
    $sql$, signed_rows(TG_OP));
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION follow_cafe_day, follow_violation_figure FROM PUBLIC;

CREATE TRIGGER added_up AFTER INSERT ON cafe_day
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION follow_cafe_day();
CREATE TRIGGER changed_up AFTER UPDATE ON cafe_day
  REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION follow_cafe_day();
CREATE TRIGGER taken_down AFTER DELETE ON cafe_day
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION follow_cafe_day();
CREATE TRIGGER added_up AFTER INSERT ON violation_figure
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION follow_violation_figure();
CREATE TRIGGER changed_up AFTER UPDATE ON violation_figure
  REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION follow_violation_figure();
CREATE TRIGGER taken_down AFTER DELETE ON violation_figure
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION follow_violation_figure();

-- The role of Grafana, which may read the views of this schema (R__reporting.sql) and nothing else.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grafana_reader') THEN
    CREATE ROLE grafana_reader NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was quicker
END
$$;
CREATE SCHEMA reporting;
GRANT USAGE ON SCHEMA reporting TO grafana_reader;
