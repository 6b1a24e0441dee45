-- The bundle of a violation that was dispatched or confirmed is made whatever step followed, made again when the violation changes, and
-- erased with the violation's case.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Which bundles are to be made, and when. Triggers write it, so that a step that is followed by another at once leaves its row too.
CREATE TABLE bundle_due (
  violation_id uuid PRIMARY KEY,
  due_at timestamptz NOT NULL, -- by the service's clock; -infinity: now
  number bigint NOT NULL -- of the change that it was last due for: a bundle that was made before a further change does not remove the row
);
CREATE INDEX bundle_due_next ON bundle_due (due_at, number);
GRANT SELECT, UPDATE (due_at) ON bundle_due TO lingdian_service;
CREATE SEQUENCE bundle_change;

-- Of a violation whose last case was erased nothing is kept as evidence any more.
ALTER TABLE violation ADD COLUMN uncased_at timestamptz;
COMMENT ON COLUMN violation.uncased_at IS 'when the last of its cases was erased; null: it has one, or never had';

-- What one authority confirmed after the other had decided otherwise is in its case alone.
CREATE FUNCTION bundle_changed(wanted uuid) RETURNS void LANGUAGE sql SET search_path FROM CURRENT AS $$
  INSERT INTO bundle_due
  SELECT id, '-infinity', nextval('bundle_change') FROM violation
  WHERE id = wanted AND uncased_at IS NULL
    AND (EXISTS (SELECT FROM case_step WHERE violation_id = wanted AND action IN ('dispatch', 'confirm'))
      OR EXISTS (SELECT FROM case_violation WHERE violation_id = wanted AND outcome = 'true'))
  ON CONFLICT (violation_id) DO UPDATE SET due_at = excluded.due_at, number = excluded.number
$$;
REVOKE ALL ON FUNCTION bundle_changed FROM PUBLIC;

CREATE FUNCTION violation_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM bundle_changed(NEW.id);
  RETURN NULL;
END
$$;
CREATE FUNCTION violation_dealt_with() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM bundle_changed(NEW.violation_id);
  RETURN NULL;
END
$$;
-- While a violation is open, each event may change it: its end is the change that counts.
CREATE TRIGGER bundle_changed AFTER UPDATE ON violation FOR EACH ROW
  WHEN (NEW.state = 'ended' AND NEW.case_step NOT IN ('new', 'acknowledged')
    AND (OLD.snapshot IS DISTINCT FROM NEW.snapshot OR OLD.region IS DISTINCT FROM NEW.region))
  EXECUTE FUNCTION violation_changed();
CREATE TRIGGER bundle_changed AFTER INSERT ON case_step FOR EACH ROW
  WHEN (NEW.action <> 'comment') EXECUTE FUNCTION violation_dealt_with();
CREATE TRIGGER bundle_changed AFTER INSERT OR UPDATE OF outcome ON case_violation FOR EACH ROW
  WHEN (NEW.outcome = 'true') EXECUTE FUNCTION violation_dealt_with();

-- Those that were missed so far, and those that were kept before their violation last changed.
DO $$
BEGIN
  PERFORM bundle_changed(violation_id) FROM (
    SELECT violation_id FROM case_step WHERE action IN ('dispatch', 'confirm')
    UNION SELECT violation_id FROM case_violation WHERE outcome = 'true') AS dealt_with;
END
$$;

-- Keeps a bundle, or the reason why there is none, which never replaces a bundle. Nothing happens where it is no longer due.
--
-- seen: the number of the change that was due when it was begun. next: when to make it again; null: at the next change.
CREATE FUNCTION keep_bundle(
  wanted uuid, seen bigint, next timestamptz, county text, at timestamptz, office bytea, cafe bytea, why text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  present bigint;
  cafe_before bytea;
BEGIN
  SELECT number INTO present FROM bundle_due WHERE violation_id = wanted FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF office IS NOT NULL AND present = seen THEN
    DELETE FROM kept_bundle WHERE violation_id = wanted RETURNING cafe_bundle INTO cafe_before;
  END IF;
  INSERT INTO kept_bundle (violation_id, region, made_at, bundle, cafe_bundle, refused)
  VALUES (wanted, county, at, office, coalesce(cafe, cafe_before), why)
  ON CONFLICT (violation_id) DO NOTHING;
  IF next IS NULL THEN
    DELETE FROM bundle_due WHERE violation_id = wanted AND number = seen;
  ELSE
    UPDATE bundle_due SET due_at = next WHERE violation_id = wanted AND number = seen;
  END IF;
END
$$;
REVOKE ALL ON FUNCTION keep_bundle FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_bundle TO lingdian_service;
REVOKE INSERT, DELETE ON kept_bundle FROM lingdian_service;

-- A bundle is replaced by another one, or goes when no case keeps its violation. Deferred, because the new one follows in the transaction.
CREATE FUNCTION keep_kept_bundle() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM kept_bundle WHERE violation_id = OLD.violation_id AND bundle IS NOT NULL)
    AND (EXISTS (SELECT FROM case_violation WHERE violation_id = OLD.violation_id)
      OR EXISTS (SELECT FROM violation WHERE id = OLD.violation_id AND uncased_at IS NULL)) THEN
    RAISE EXCEPTION 'a bundle is kept as long as its case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER kept AFTER DELETE ON kept_bundle DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.bundle IS NOT NULL) EXECUTE FUNCTION keep_kept_bundle();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON kept_bundle FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Erases cases whose time is over, at most so many, with the bundles of the violations that no other case keeps. The numbers of their
-- documents stay used.
CREATE OR REPLACE FUNCTION erase_cases(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  gone uuid[];
  uncased uuid[];
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
  RETURN cardinality(gone);
END
$$;

-- Codes for agents' keys go a year after they ended.
CREATE INDEX enrolment_by_end ON enrolment (coalesce(used_at, withdrawn_at, expires_at));

-- A case gets its number when it is filed: the next one of its office's word for filings, counted like those of documents, and never
-- another one.
ALTER TABLE case_file
  ADD COLUMN number_word text,
  ADD COLUMN number_year smallint,
  ADD COLUMN number_serial integer,
  ADD CHECK (num_nulls(number_word, number_year, number_serial) IN (0, 3)),
  ADD CHECK (number_word IS NULL OR number IS NOT NULL),
  ADD FOREIGN KEY (region, authority, number_word, number_year) REFERENCES document_counter;
CREATE UNIQUE INDEX case_file_number ON case_file (region, authority, number_word, number_year, number_serial)
  WHERE number_word IS NOT NULL;
CREATE TRIGGER numbered_once BEFORE UPDATE ON case_file FOR EACH ROW
  WHEN (OLD.number_word IS NOT NULL AND (OLD.region, OLD.number, OLD.number_word, OLD.number_year, OLD.number_serial)
    IS DISTINCT FROM (NEW.region, NEW.number, NEW.number_word, NEW.number_year, NEW.number_serial))
  EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE FUNCTION refuse_unused_number() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM case_document
    WHERE (region, authority, word, year, serial) = (NEW.region, NEW.authority, NEW.word, NEW.year, NEW.serial))
    AND NOT EXISTS (
      SELECT FROM case_file
      WHERE (region, authority, number_word, number_year, number_serial) = (NEW.region, NEW.authority, NEW.word, NEW.year, NEW.serial)
        AND number_word IS NOT NULL) THEN
    RAISE EXCEPTION 'a number is given with its document, or with its case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
