-- A case that was handed to another organ and never closed is kept 60 months after its transfer, whatever was found: what the other
-- organ confirmed is not known here.

ALTER TABLE case_file
  ADD COLUMN transferred_at timestamptz, -- while it is transferred: since when
  ADD CHECK ((step = 'transferred') = (transferred_at IS NOT NULL)) NOT VALID; -- until the rows below are known
CREATE INDEX case_file_by_transfer ON case_file (transferred_at) WHERE transferred_at IS NOT NULL;

CREATE OR REPLACE FUNCTION erasable_case(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
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

CREATE OR REPLACE FUNCTION erase_cases(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
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

UPDATE case_file SET transferred_at = (
  SELECT max(at) FROM case_action WHERE case_id = case_file.id AND action = 'transfer') WHERE step = 'transferred';
