-- Cases are kept 60 months after their closing, or 24 where nothing was confirmed. Then figures remain, which name nobody.

-- What a check found of the case as a whole: of a case without violations, nothing else says it.
ALTER TABLE case_action
  ADD COLUMN outcome text CHECK (outcome IN ('true', 'untrue', 'unverifiable')),
  ADD CHECK (outcome IS NULL OR action = 'check');
DROP TRIGGER append_only ON case_action;
CREATE TRIGGER append_only BEFORE UPDATE OF case_id, number, action, step, at, account, place_code, inspection, outcome
  ON case_action FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE erased_case (
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  month date NOT NULL CHECK (extract(day FROM month) = 1), -- of the closing, in China's time
  outcome text NOT NULL CHECK (outcome IN ('true', 'untrue', 'unverifiable', 'merged', 'none')),
  punished boolean NOT NULL, -- whether a sanction was decided
  cases bigint NOT NULL CHECK (cases > 0),
  PRIMARY KEY (authority, region, month, outcome, punished)
);
CREATE TRIGGER never_deleted BEFORE DELETE ON erased_case FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON erased_case FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT ON erased_case TO lingdian_service;

CREATE INDEX case_file_by_closing ON case_file (closed_at) WHERE closed_at IS NOT NULL;

-- A case that was handed to another organ and never closed is kept 60 months after its transfer, whatever was found: what the other
-- organ confirmed is not known here.
ALTER TABLE case_file
  ADD COLUMN transferred_at timestamptz, -- while it is transferred: since when
  ADD CHECK ((step = 'transferred') = (transferred_at IS NOT NULL));
CREATE INDEX case_file_by_transfer ON case_file (transferred_at) WHERE transferred_at IS NOT NULL;

-- Of all that was found together, one that is true makes the case.
CREATE FUNCTION case_outcome(wanted uuid) RETURNS text LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT CASE
    WHEN (SELECT merged_into FROM case_file WHERE id = wanted) IS NOT NULL THEN 'merged'
    WHEN 'true' = ANY (found) THEN 'true'
    WHEN 'unverifiable' = ANY (found) THEN 'unverifiable'
    WHEN 'untrue' = ANY (found) THEN 'untrue'
    ELSE 'none' END
  FROM (SELECT array_agg(outcome) AS found FROM (
    SELECT outcome FROM case_violation WHERE case_id = wanted
    UNION ALL
    (SELECT outcome FROM case_action
     WHERE case_id = wanted AND action = 'check'
       AND NOT EXISTS (SELECT FROM case_violation WHERE case_id = wanted)
     ORDER BY number DESC LIMIT 1)) AS all_found) AS gathered
$$;

-- Whether a case has been kept for as long as it must be, by the database's own clock. A case into which another was merged
-- waits for that one, and a day under a legal hold for its lifting.
CREATE FUNCTION erasable_case(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM case_file
    WHERE id = wanted
      AND (coalesce(closed_at, transferred_at) < now() - interval '60 months'
        OR closed_at < now() - interval '24 months' AND case_outcome(id) <> 'true')
      AND NOT EXISTS (SELECT FROM case_file AS source WHERE source.merged_into = case_file.id)
      AND NOT held_day(business_day));
END
$$;

CREATE FUNCTION keep_case() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT erasable_case(CASE TG_TABLE_NAME WHEN 'case_file' THEN to_jsonb(OLD) ->> 'id' ELSE to_jsonb(OLD) ->> 'case_id' END::uuid) THEN
    RAISE EXCEPTION 'a case is kept until its time is over' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END
$$;
DROP TRIGGER never_deleted ON case_file;
DROP TRIGGER never_deleted ON case_violation;
CREATE TRIGGER kept BEFORE DELETE ON case_file FOR EACH ROW EXECUTE FUNCTION keep_case();
CREATE TRIGGER kept BEFORE DELETE ON case_violation FOR EACH ROW EXECUTE FUNCTION keep_case();
CREATE TRIGGER kept BEFORE DELETE ON case_action FOR EACH ROW EXECUTE FUNCTION keep_case();
CREATE TRIGGER kept BEFORE DELETE ON case_document FOR EACH ROW EXECUTE FUNCTION keep_case();
GRANT DELETE ON case_file, case_violation, case_action, case_document TO CURRENT_USER;

-- Erases cases whose time is over, at most so many. The numbers of their documents stay used.
CREATE FUNCTION erase_cases(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  gone uuid[];
BEGIN
  SELECT array_agg(id) INTO gone FROM (
    SELECT id FROM case_file
    WHERE (closed_at < now() - interval '24 months' OR transferred_at < now() - interval '60 months') AND erasable_case(id)
    ORDER BY coalesce(closed_at, transferred_at), id LIMIT most FOR UPDATE SKIP LOCKED) AS over;
  IF gone IS NULL THEN
    RETURN 0;
  END IF;
  INSERT INTO erased_case AS kept
  SELECT authority, region, date_trunc('month', coalesce(closed_at, transferred_at) AT TIME ZONE 'Asia/Shanghai')::date, case_outcome(id),
         sanctions IS NOT NULL, count(*)
  FROM case_file WHERE id = ANY (gone) GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (authority, region, month, outcome, punished) DO UPDATE SET cases = kept.cases + excluded.cases;
  UPDATE complaint SET case_id = NULL WHERE case_id = ANY (gone);
  UPDATE inspection_version SET recheck_of = NULL WHERE recheck_of = ANY (gone);
  DELETE FROM case_document WHERE case_id = ANY (gone);
  DELETE FROM case_assignee WHERE case_id = ANY (gone);
  DELETE FROM case_violation WHERE case_id = ANY (gone);
  DELETE FROM case_action WHERE case_id = ANY (gone);
  DELETE FROM case_file WHERE id = ANY (gone);
  RETURN cardinality(gone);
END
$$;
-- All but the erasure itself runs within it, as the owner of the tables.
REVOKE ALL ON FUNCTION case_outcome, erasable_case, erase_cases FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_cases TO lingdian_service;
