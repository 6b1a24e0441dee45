-- A figure keeps the region that the café belonged to when it was first counted: were it the café's of now, a café that moves
-- to another county would take its past days along, and the difference would tell its persons.
ALTER TABLE cafe_day ADD COLUMN region text CHECK (region ~ '^[0-9]{6}$');
ALTER TABLE violation_figure ADD COLUMN region text CHECK (region ~ '^[0-9]{6}$');
UPDATE cafe_day SET region = cafe.region FROM cafe WHERE cafe.place_code = cafe_day.place_code;
UPDATE violation_figure SET region = violation.region FROM violation WHERE violation.id = violation_figure.id;
ALTER TABLE cafe_day ALTER COLUMN region SET NOT NULL;
ALTER TABLE violation_figure ALTER COLUMN region SET NOT NULL;

-- What counts premises is named, and every other code counts persons: a code that is new is withheld until somebody decides.
CREATE OR REPLACE FUNCTION counts_persons(code text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN code NOT IN ('OVERTIME_OPERATION', 'TERMINAL_UNREGISTERED', 'OPERATION_SUSPENDED', 'MEASURES_STOPPED', 'RECORDS_BROKEN',
                      'DOCUMENTS_TYPED_BY_HAND', 'MIDNIGHT_BRIDGED', 'COVERAGE_LOW', 'CLOCK_WRONG', 'PATROL_MISSING');

-- Of a day that goes on, in steps of five: who looks every few seconds would else see one person come.
CREATE FUNCTION published(persons numeric, of_day date) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN of_day < (now() AT TIME ZONE 'Asia/Shanghai')::date OR persons = 0 THEN published(persons)
              WHEN persons >= 5 THEN persons::bigint / 5 * 5 END;

CREATE OR REPLACE VIEW reporting.cafe_day WITH (security_barrier) AS
SELECT day, place_code, name, cafe_day.region, heartbeats, patrols, rejects, bit_count(hours_heard::bit(24)) AS hours_heard
FROM cafe_day JOIN cafe USING (place_code);

CREATE OR REPLACE VIEW reporting.login_day WITH (security_barrier) AS
SELECT day, region, published(sum(logins_allowed), day) AS logins_allowed, published(sum(logins_denied), day) AS logins_denied,
       published(sum(minors_refused), day) AS minors_refused
FROM cafe_day GROUP BY day, region;

CREATE OR REPLACE VIEW reporting.violation_day WITH (security_barrier) AS
SELECT day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END AS standing, max(authorities) AS authorities,
       CASE WHEN counts_persons(code) THEN published(count(*), day) ELSE count(*) END AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure
GROUP BY day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END;

CREATE OR REPLACE VIEW reporting.violation_hour WITH (security_barrier) AS
SELECT day, hour, region, code, standing, max(authorities) AS authorities, count(*) AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure WHERE NOT counts_persons(code)
GROUP BY day, hour, region, code, standing;
