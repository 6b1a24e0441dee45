-- How long a case is kept follows from all that was found in it, stays the same while the case is erased, and holds for what was merged
-- into it, too. A case that cannot be erased keeps no other one.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- What a check says for all holds for those violations of which it says nothing else. So its outcome for the case is what it found of
-- them together, and counts beside those that are merged into the case later.
GRANT UPDATE (outcome) ON case_action TO CURRENT_USER;
ALTER TABLE case_action DISABLE TRIGGER append_only;
UPDATE case_action AS checked
SET outcome = CASE WHEN 'true' = ANY (found) THEN 'true' WHEN 'unverifiable' = ANY (found) THEN 'unverifiable' ELSE 'untrue' END
FROM (SELECT case_id, array_agg(outcome) AS found FROM case_violation WHERE outcome IS NOT NULL GROUP BY case_id) AS placed
WHERE placed.case_id = checked.case_id AND checked.outcome <> ALL (found)
  AND NOT EXISTS (SELECT FROM case_file AS source WHERE source.merged_into = checked.case_id);
ALTER TABLE case_action ENABLE TRIGGER append_only;
REVOKE UPDATE (outcome) ON case_action FROM CURRENT_USER;

-- Of all that was found together, one that is true makes the case. What is deleted of a case makes nothing of it true.
CREATE OR REPLACE FUNCTION case_outcome(wanted uuid) RETURNS text LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT CASE
    WHEN (SELECT merged_into FROM case_file WHERE id = wanted) IS NOT NULL THEN 'merged'
    WHEN 'true' = ANY (found) THEN 'true'
    WHEN 'unverifiable' = ANY (found) THEN 'unverifiable'
    WHEN 'untrue' = ANY (found) THEN 'untrue'
    ELSE 'none' END
  FROM (SELECT array_agg(outcome) AS found FROM (
    SELECT outcome FROM case_violation WHERE case_id = wanted
    UNION ALL
    SELECT outcome FROM case_action WHERE case_id = wanted AND action = 'check') AS all_found) AS gathered
$$;

-- Whether something was found true in a case, or it has a sanction.
CREATE FUNCTION confirmed_case(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM case_violation WHERE case_id = wanted AND outcome = 'true')
    OR EXISTS (SELECT FROM case_action WHERE case_id = wanted AND action = 'check' AND outcome = 'true')
    OR EXISTS (
      SELECT FROM case_file WHERE id = wanted AND sanctions @? '$[*] ? (@.kind != "none" && @.kind != "withdrawn")')
$$;

-- Whether a case has been kept for as long as it must be, by the database's own clock. A case that was merged is kept at least as long as
-- the one that goes on, which in turn waits for it: so does each on the way there. A day under a legal hold waits for its lifting.
CREATE OR REPLACE FUNCTION erasable_case(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM case_file AS source WHERE source.merged_into = wanted) THEN
    RETURN false;
  END IF;
  RETURN coalesce((
    WITH RECURSIVE onward AS (
      SELECT id, merged_into FROM case_file WHERE id = wanted
      UNION
      SELECT next.id, next.merged_into FROM onward JOIN case_file AS next ON next.id = onward.merged_into)
    SELECT bool_and(
      coalesce(coalesce(closed_at, transferred_at) < now() - interval '60 months'
        OR closed_at < now() - interval '24 months' AND NOT confirmed_case(id), false)
      AND NOT held_day(business_day))
    FROM onward JOIN case_file USING (id)), false);
END
$$;

-- Erases some cases, with the bundles of the violations that no other case keeps. The numbers of their documents stay used.
CREATE FUNCTION erase_these_cases(gone uuid[]) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  uncased uuid[];
BEGIN
  INSERT INTO erased_case AS kept
  SELECT authority, region, date_trunc('month', coalesce(closed_at, transferred_at) AT TIME ZONE 'Asia/Shanghai')::date, case_outcome(id),
         sanctions IS NOT NULL, count(*)
  FROM case_file WHERE id = ANY (gone) GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (authority, region, month, outcome, punished) DO UPDATE SET cases = kept.cases + excluded.cases;
  uncased := ARRAY(
    SELECT violation_id FROM case_violation AS placed WHERE case_id = ANY (gone)
      AND NOT EXISTS (SELECT FROM case_violation AS other WHERE other.violation_id = placed.violation_id AND other.case_id <> ALL (gone)));
  UPDATE complaint SET case_id = NULL WHERE case_id = ANY (gone);
  UPDATE inspection_version SET recheck_of = NULL WHERE recheck_of = ANY (gone);
  DELETE FROM case_document WHERE case_id = ANY (gone);
  DELETE FROM case_assignee WHERE case_id = ANY (gone);
  DELETE FROM case_violation WHERE case_id = ANY (gone);
  DELETE FROM case_action WHERE case_id = ANY (gone);
  DELETE FROM case_file WHERE id = ANY (gone);
  DELETE FROM bundle_due WHERE violation_id = ANY (uncased);
  DELETE FROM kept_bundle WHERE violation_id = ANY (uncased);
  UPDATE violation SET uncased_at = now() WHERE id = ANY (uncased);
  -- What is checked at the end of the transaction fails here, for these cases alone.
  SET CONSTRAINTS ALL IMMEDIATE;
  SET CONSTRAINTS ALL DEFERRED;
END
$$;

-- Erases cases whose time is over, at most so many. One that cannot be erased is passed over; it fails when no other one is left.
CREATE OR REPLACE FUNCTION erase_cases(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  part uuid[];
  one uuid;
  failed uuid[] := '{}';
  failure text;
  erased integer := 0;
BEGIN
  LOOP
    SELECT array_agg(id) INTO part FROM (
      SELECT id FROM case_file
      WHERE (closed_at < now() - interval '24 months' OR transferred_at < now() - interval '60 months')
        AND id <> ALL (failed) AND erasable_case(id)
      ORDER BY coalesce(closed_at, transferred_at), id LIMIT most FOR UPDATE SKIP LOCKED) AS over;
    EXIT WHEN part IS NULL;
    BEGIN
      PERFORM erase_these_cases(part);
      RETURN cardinality(part);
    EXCEPTION WHEN OTHERS THEN
      FOREACH one IN ARRAY part LOOP
        BEGIN
          PERFORM erase_these_cases(ARRAY[one]);
          erased := erased + 1;
        EXCEPTION WHEN OTHERS THEN
          failed := failed || one;
          failure := SQLERRM;
        END;
      END LOOP;
    END;
    IF erased > 0 THEN
      RETURN erased;
    END IF;
  END LOOP;
  IF failure IS NOT NULL THEN
    RAISE EXCEPTION '% cases that are over cannot be erased, such as %: %', cardinality(failed), failed[1], failure;
  END IF;
  RETURN 0;
END
$$;
-- As with the others, all but the erasure itself runs within it, as the owner of the tables.
REVOKE ALL ON FUNCTION confirmed_case, erase_these_cases FROM PUBLIC;
