-- Days of counties, which trends are made of: a quarter of a province is some thousand rows of them, and half a million of
-- its cafés' days. By the region that each café belonged to when it was counted, so that no county's day is told in parts.
--
-- First what is counted into, in the order in which a node that counts takes it: taken one after the other further down, it
-- would end in a deadlock with that node, and the migration would be the one that gives up. Until this is over commits wait.
LOCK TABLE cafe_day, region_hour, violation_figure, violation IN SHARE ROW EXCLUSIVE MODE;

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

-- Each authority is shown what it may see, so it is told apart whose findings they are.
CREATE TABLE region_finding (
  day date NOT NULL,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  code text NOT NULL,
  authorities text[] NOT NULL,
  violations bigint NOT NULL, -- 0 where all were taken away again
  overtime_seconds bigint NOT NULL,
  PRIMARY KEY (day, region, code, authorities)
) WITH (fillfactor = 70);

-- A city's are found by it: of a province's hours a month is some ten thousand rows, the city's a tenth.
CREATE INDEX region_finding_by_region ON region_finding (region text_pattern_ops, day);
CREATE INDEX region_hour_by_region ON region_hour (region text_pattern_ops, day);
CREATE INDEX violation_figure_by_region ON violation_figure (region text_pattern_ops, day);

-- A page of cafés says how many violations each has: from here, without the rows themselves.
CREATE INDEX violation_counts ON violation (place_code) INCLUDE (region, state, standing, authorities);

-- As published(persons, of_day), for a question that knows what day it is: to work that out for each row costs more than the row.
CREATE FUNCTION published(persons bigint, of_day date, today date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN persons = 0 OR persons >= 5 AND of_day < today THEN persons WHEN persons >= 5 THEN persons / 5 * 5 END;

INSERT INTO region_day
SELECT day, region, count(*), sum(heartbeats), sum(patrols), sum(bit_count(hours_heard::bit(24))), sum(logins_allowed),
       sum(logins_denied), sum(minors_refused)
FROM cafe_day GROUP BY day, region;
INSERT INTO region_finding
SELECT day, region, code, authorities, count(*), sum(overtime_seconds) FROM violation_figure GROUP BY day, region, code, authorities;

-- The rows that a statement wrote, each with its sign: what is written anew is taken away as it was and added as it is.
CREATE FUNCTION signed_rows(operation text) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN CASE operation
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM added'
    WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM removed'
    ELSE 'SELECT 1 AS sign, * FROM added UNION ALL SELECT -1 AS sign, * FROM removed' END;

-- They follow their tables, whoever writes those. One node counts at a time, so nobody else writes the same rows meanwhile.
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

REVOKE ALL ON FUNCTION signed_rows, follow_cafe_day, follow_violation_figure FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON region_day, region_finding TO lingdian_service;
