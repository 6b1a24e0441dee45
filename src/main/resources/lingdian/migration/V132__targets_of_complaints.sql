-- Any officer of an office links a complaint to another café or case. Its history keeps what it was linked to, and what it was linked to
-- before, so that it leaves a café or a case with a trace.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

ALTER TABLE complaint_entry
  ADD COLUMN place_code text, -- of a registration or a link: the café that is meant from then on; null: not known
  ADD COLUMN case_id uuid REFERENCES case_file ON DELETE SET NULL, -- likewise the case that follows it up
  ADD COLUMN former_place_code text, -- of a link: the café whose place another one took; null: none
  ADD COLUMN former_case_id uuid REFERENCES case_file ON DELETE SET NULL; -- likewise the case
CREATE INDEX complaint_entry_by_case ON complaint_entry (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX complaint_entry_by_former_case ON complaint_entry (former_case_id, at DESC, complaint_id) WHERE former_case_id IS NOT NULL;

-- The last registration or link led to what a complaint names now. What earlier ones led to is not known.
UPDATE complaint_entry AS last SET place_code = complaint.place_code, case_id = complaint.case_id
FROM complaint
WHERE complaint.id = last.complaint_id AND last.action IN ('register', 'link')
  AND NOT EXISTS (
    SELECT FROM complaint_entry AS later
    WHERE later.complaint_id = last.complaint_id AND later.action = 'link' AND later.number > last.number);

-- A case that was erased is named no longer.
CREATE FUNCTION keep_target() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF (NEW.place_code, NEW.former_place_code) IS DISTINCT FROM (OLD.place_code, OLD.former_place_code)
    OR NEW.case_id IS DISTINCT FROM OLD.case_id AND (NEW.case_id IS NOT NULL OR EXISTS (SELECT FROM case_file WHERE id = OLD.case_id))
    OR NEW.former_case_id IS DISTINCT FROM OLD.former_case_id
      AND (NEW.former_case_id IS NOT NULL OR EXISTS (SELECT FROM case_file WHERE id = OLD.former_case_id)) THEN
    RAISE EXCEPTION 'what a complaint was linked to does not change' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER targets_append_only BEFORE UPDATE OF place_code, case_id, former_place_code, former_case_id ON complaint_entry
  FOR EACH ROW EXECUTE FUNCTION keep_target();

-- The entry says what the complaint was linked to, and what it had been linked to.
CREATE OR REPLACE FUNCTION refuse_unwritten_move() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner()
    AND NOT EXISTS (
      SELECT FROM complaint_entry
      WHERE (complaint_id, number) = (NEW.id, NEW.version)
        AND ((NEW.place_code, NEW.case_id) IS NOT DISTINCT FROM (OLD.place_code, OLD.case_id)
          OR (place_code, case_id, former_place_code, former_case_id)
            IS NOT DISTINCT FROM
             (NEW.place_code, NEW.case_id, nullif(OLD.place_code, NEW.place_code), nullif(OLD.case_id, NEW.case_id)))) THEN
    RAISE EXCEPTION 'a complaint moves with its entry written' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
