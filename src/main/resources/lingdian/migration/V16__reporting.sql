-- Figures for reports (GET /trends, Grafana), kept up as data arrives by lingdian.reporting.Figures, which follows streams and
-- feed with positions of its own: a position is moved in the transaction that counts up to it, so all is counted once.
--
-- They are of the local day and hour in which something took place, while daily_figures is of the received day that is
-- dropped. A number of all events is left out on purpose: less heartbeats and patrols it would tell how many persons came.

-- How far each stream is counted.
CREATE TABLE counted_stream (
  stream_number integer PRIMARY KEY REFERENCES stream,
  seq bigint NOT NULL CHECK (seq > 0),
  day date NOT NULL -- the received day of the last record that was counted
) WITH (fillfactor = 50);

-- How far the feed is counted.
CREATE TABLE counted_feed (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL DEFAULT 0 CHECK (position >= 0)
);
INSERT INTO counted_feed DEFAULT VALUES;

CREATE TABLE cafe_day (
  day date NOT NULL,
  place_code text NOT NULL REFERENCES cafe,
  heartbeats bigint NOT NULL,
  patrols bigint NOT NULL,
  rejects bigint NOT NULL,
  logins_allowed bigint NOT NULL,
  logins_denied bigint NOT NULL,
  minors_refused bigint NOT NULL, -- logins that asked and were told that the person is under age
  hours_heard integer NOT NULL CHECK (hours_heard BETWEEN 0 AND 16777215), -- bit n: something took place in hour n
  PRIMARY KEY (day, place_code)
) WITH (fillfactor = 70);
CREATE INDEX cafe_day_by_cafe ON cafe_day (place_code, day);

-- By the region that the café belonged to when it was counted.
CREATE TABLE region_hour (
  day date NOT NULL,
  hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  heartbeats bigint NOT NULL,
  patrols bigint NOT NULL,
  PRIMARY KEY (day, hour, region)
) WITH (fillfactor = 70);

-- Each violation in a row without its text, which a year can be summed up from at once. What a rule in shadow finds is not
-- in "violation", so never here.
CREATE TABLE violation_figure (
  id uuid PRIMARY KEY REFERENCES violation ON DELETE CASCADE,
  day date NOT NULL, -- local, as is the hour, of startedAt
  hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
  place_code text NOT NULL REFERENCES cafe,
  code text NOT NULL,
  standing text NOT NULL,
  authorities text[] NOT NULL,
  overtime_seconds bigint NOT NULL CHECK (overtime_seconds >= 0)
);
CREATE INDEX violation_figure_by_day ON violation_figure (day, place_code);
CREATE INDEX violation_figure_by_cafe ON violation_figure (place_code, day);

-- A café's zone, if PostgreSQL knows it: one that it does not know must not stop the figures of all.
CREATE FUNCTION known_zone(zone text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM now() AT TIME ZONE zone;
  RETURN zone;
EXCEPTION
  WHEN invalid_parameter_value THEN RETURN 'Asia/Shanghai';
END
$$;

-- A number of persons as it may be told: under five it is withheld, as few are easily found out who. Larger areas and times are
-- summed up from what this lets through and from nothing else, so no total less its parts tells what was withheld.
CREATE FUNCTION published(persons numeric) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN persons BETWEEN 1 AND 4 THEN NULL ELSE persons END;

-- Codes of which there is one violation a person, so that their number is a number of persons.
CREATE FUNCTION counts_persons(code text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN code IN ('MINOR_ADMITTED', 'IDENTITY_UNVERIFIED', 'IDENTITY_SHARED');

GRANT SELECT, INSERT, UPDATE ON counted_stream, cafe_day, region_hour, violation_figure TO lingdian_service;
GRANT SELECT, UPDATE ON counted_feed TO lingdian_service;

-- What Grafana reads. The role has a right to these views alone; they run with their owner's rights, and security_barrier
-- keeps a function in somebody's query from seeing rows before the view has let them pass.
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

CREATE VIEW reporting.cafe WITH (security_barrier) AS
SELECT place_code, name, region, terminals, latitude, longitude, received_at AS last_heard_at
FROM cafe LEFT JOIN cafe_state USING (place_code);

-- One café's violations, of the codes that do not count persons.
CREATE VIEW reporting.premises_violation WITH (security_barrier) AS
SELECT violation.id, violation.place_code, cafe.name, cafe.region, violation.code, violation.standing, violation.state,
       violation.case_step, violation.authorities, violation.started_at, violation.detected_at, violation.ended_at,
       violation.seconds AS overtime_seconds
FROM violation JOIN cafe USING (place_code) WHERE NOT counts_persons(violation.code);

CREATE VIEW reporting.cafe_day WITH (security_barrier) AS
SELECT day, place_code, name, region, heartbeats, patrols, rejects, bit_count(hours_heard::bit(24)) AS hours_heard
FROM cafe_day JOIN cafe USING (place_code);

CREATE VIEW reporting.region_hour WITH (security_barrier) AS
SELECT day, hour, region, heartbeats, patrols FROM region_hour;

-- The one grid on which numbers of persons are told: days of counties. Null is withheld.
CREATE VIEW reporting.login_day WITH (security_barrier) AS
SELECT day, region, published(sum(logins_allowed)) AS logins_allowed, published(sum(logins_denied)) AS logins_denied,
       published(sum(minors_refused)) AS minors_refused
FROM cafe_day JOIN cafe USING (place_code) GROUP BY day, region;

-- By day, county and code; those that do not count persons by standing as well.
CREATE VIEW reporting.violation_day WITH (security_barrier) AS
SELECT day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END AS standing, max(authorities) AS authorities,
       CASE WHEN counts_persons(code) THEN published(count(*)) ELSE count(*) END AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure JOIN cafe USING (place_code)
GROUP BY day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END;

-- By hour; without those that count persons, because few come in an hour.
CREATE VIEW reporting.violation_hour WITH (security_barrier) AS
SELECT day, hour, region, code, standing, max(authorities) AS authorities, count(*) AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure JOIN cafe USING (place_code) WHERE NOT counts_persons(code)
GROUP BY day, hour, region, code, standing;

CREATE VIEW reporting.campaign WITH (security_barrier) AS
SELECT id, name, region, authorities, first_day, last_day FROM campaign;

GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO grafana_reader;
