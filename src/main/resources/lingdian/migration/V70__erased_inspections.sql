-- What officers wrote of an inspection, and its photographs, go when nothing needs them any more, 24 months at the earliest. That the
-- visit took place stays for the figures: when, which cafés, which officers, and how many. So do the hashes of its photographs, which are
-- links of the chain that checkpoints sign (evidence.md).
ALTER TABLE inspection
  ADD COLUMN erased_at timestamptz; -- null: nothing of it is erased
ALTER TABLE inspection_version ALTER COLUMN content DROP NOT NULL;
ALTER TABLE inspection_correction ALTER COLUMN note DROP NOT NULL;
ALTER TABLE attachment
  ADD COLUMN added_at timestamptz, -- null: before this column
  ALTER COLUMN name DROP NOT NULL,
  ALTER COLUMN content DROP NOT NULL,
  ALTER COLUMN content_key DROP NOT NULL,
  ADD CHECK (num_nulls(name, content, content_key) IN (0, 3)); -- all: erased
ALTER TABLE attachment ALTER COLUMN added_at SET DEFAULT now();
CREATE INDEX inspection_unerased ON inspection (created_at, id) WHERE erased_at IS NULL;

-- Whether an inspection has been kept for as long as it must be, by the database's own clock: since the last that was written or
-- photographed, as long as a case names it or a violation that it examined is kept, as long as a site record of it is, and while a legal
-- hold or a record request reaches into its time.
CREATE FUNCTION erasable_inspection(wanted uuid, months integer) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
  visit record;
BEGIN
  SELECT greatest(
           max(at),
           (SELECT max(at) FROM inspection_correction WHERE inspection_id = wanted),
           (SELECT max(added_at) FROM attachment WHERE owner = wanted)) AS written_at,
         least(min(started_at), min(at)) AS began_at,
         greatest(max(ended_at), max(at)) AS ended_at
  INTO visit FROM inspection_version WHERE inspection_id = wanted;
  RETURN coalesce(visit.written_at < now() - make_interval(months => greatest(months, 24)), false)
    AND EXISTS (SELECT FROM inspection WHERE id = wanted AND erased_at IS NULL)
    AND NOT EXISTS (SELECT FROM site_record WHERE inspection_id = wanted)
    AND NOT EXISTS (SELECT FROM case_action WHERE inspection = wanted)
    AND NOT EXISTS (SELECT FROM inspection_version WHERE inspection_id = wanted AND recheck_of IS NOT NULL)
    AND NOT EXISTS (SELECT FROM violation WHERE id IN (
      SELECT unnest(violations) FROM inspection_version WHERE inspection_id = wanted
      UNION ALL SELECT violation_id FROM case_step WHERE inspection = wanted))
    AND NOT EXISTS (SELECT FROM legal_hold
      WHERE lifted_at IS NULL
        AND day_from <= (visit.ended_at AT TIME ZONE 'Asia/Shanghai')::date
        AND day_to >= (visit.began_at AT TIME ZONE 'Asia/Shanghai')::date)
    AND NOT EXISTS (SELECT FROM record_request
      WHERE granted IS NOT FALSE AND ends_at > now() AND from_at <= visit.ended_at AND to_at > visit.began_at
        AND EXISTS (SELECT FROM inspection_version
          WHERE inspection_id = wanted AND record_request.place_code = ANY (place_codes)));
END
$$;

-- Whether this transaction erases it, so that its sealed columns may be emptied.
CREATE FUNCTION inspection_being_erased(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM inspection WHERE id = wanted AND erased_at = now())
$$;

CREATE FUNCTION keep_inspection() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.erased_at IS DISTINCT FROM now() OR NOT erasable_inspection(OLD.id, 24) THEN
    RAISE EXCEPTION 'an inspection is kept until its time is over' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
DROP TRIGGER append_only ON inspection;
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF id, authority, region, created_at ON inspection
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER kept BEFORE UPDATE OF erased_at ON inspection FOR EACH ROW EXECUTE FUNCTION keep_inspection();

DROP TRIGGER only_resealed ON inspection_version;
CREATE TRIGGER only_resealed BEFORE UPDATE OF content ON inspection_version
  FOR EACH ROW WHEN (NOT inspection_being_erased(OLD.inspection_id)) EXECUTE FUNCTION refuse_all_but_resealing('content');
DROP TRIGGER only_resealed ON inspection_correction;
CREATE TRIGGER only_resealed BEFORE UPDATE OF note ON inspection_correction
  FOR EACH ROW WHEN (NOT inspection_being_erased(OLD.inspection_id)) EXECUTE FUNCTION refuse_all_but_resealing('note');
DROP TRIGGER only_resealed ON attachment;
CREATE TRIGGER only_resealed BEFORE UPDATE OF name, content_key ON attachment
  FOR EACH ROW WHEN (NOT inspection_being_erased(OLD.owner)) EXECUTE FUNCTION refuse_all_but_resealing('name', 'content_key');
DROP TRIGGER append_only ON attachment;
CREATE TRIGGER append_only BEFORE UPDATE OF id, owner, number, type, bytes, content_hash, added_at ON attachment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER content_append_only BEFORE UPDATE OF content ON attachment
  FOR EACH ROW WHEN (NEW.content IS NOT NULL OR NOT inspection_being_erased(OLD.owner)) EXECUTE FUNCTION refuse_change();

-- Nothing is written without its text, nor on an inspection that is erased.
CREATE TRIGGER with_text BEFORE INSERT ON inspection_version
  FOR EACH ROW WHEN (NEW.content IS NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER with_text BEFORE INSERT ON inspection_correction
  FOR EACH ROW WHEN (NEW.note IS NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER with_text BEFORE INSERT ON attachment
  FOR EACH ROW WHEN (NEW.content IS NULL) EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_erased_inspection() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM inspection
             WHERE id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid AND erased_at IS NOT NULL) THEN
    RAISE EXCEPTION 'an inspection that is erased cannot be added to' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER not_erased BEFORE INSERT ON inspection_version
  FOR EACH ROW EXECUTE FUNCTION refuse_erased_inspection('inspection_id');
CREATE TRIGGER not_erased BEFORE INSERT ON inspection_correction
  FOR EACH ROW EXECUTE FUNCTION refuse_erased_inspection('inspection_id');
CREATE TRIGGER not_erased BEFORE INSERT ON site_record
  FOR EACH ROW EXECUTE FUNCTION refuse_erased_inspection('inspection_id');

GRANT UPDATE (erased_at) ON inspection TO CURRENT_USER;
GRANT UPDATE (content) ON inspection_version TO CURRENT_USER;
GRANT UPDATE (note) ON inspection_correction TO CURRENT_USER;
GRANT UPDATE (name, content, content_key) ON attachment TO CURRENT_USER;
GRANT DELETE ON photo_thumbnail TO CURRENT_USER;

-- Those whose time is over, at most so many, each with the newest of its sealed texts. Another node leaves them out until this one is done.
CREATE FUNCTION inspections_to_erase(months integer, most integer) RETURNS TABLE (id uuid, version integer, content bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  RETURN QUERY
    SELECT visit.id, newest.version, newest.content
    FROM (
      SELECT inspection.id FROM inspection
      WHERE erased_at IS NULL AND created_at < now() - make_interval(months => greatest(months, 24))
        AND erasable_inspection(inspection.id, months)
      ORDER BY created_at, inspection.id LIMIT most FOR NO KEY UPDATE SKIP LOCKED) AS visit
    CROSS JOIN LATERAL (
      SELECT written.version, written.content FROM inspection_version AS written
      WHERE inspection_id = visit.id ORDER BY written.version DESC LIMIT 1) AS newest;
END
$$;

-- Erases one. The newest version keeps "remainder": which officers and which places, without what was found there.
-- Returns the number of its photographs; null where it must still be kept, because somebody wrote on it meanwhile.
CREATE FUNCTION erase_inspection(wanted uuid, months integer, remainder bytea) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  photographs integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.inspection'), hashtext(wanted::text)); -- as who writes on it
  IF NOT erasable_inspection(wanted, months) THEN
    RETURN NULL;
  END IF;
  UPDATE inspection SET erased_at = now() WHERE id = wanted;
  UPDATE inspection_version AS written
  SET content = CASE WHEN NOT EXISTS (
    SELECT FROM inspection_version AS later WHERE later.inspection_id = wanted AND later.version > written.version) THEN remainder END
  WHERE inspection_id = wanted;
  UPDATE inspection_correction SET note = NULL WHERE inspection_id = wanted;
  DELETE FROM photo_thumbnail USING attachment WHERE attachment.id = photo_thumbnail.attachment AND attachment.owner = wanted;
  UPDATE attachment SET name = NULL, content = NULL, content_key = NULL WHERE owner = wanted;
  GET DIAGNOSTICS photographs = ROW_COUNT;
  RETURN photographs;
END
$$;
REVOKE ALL ON FUNCTION erasable_inspection, inspection_being_erased, inspections_to_erase, erase_inspection FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inspection_being_erased, inspections_to_erase, erase_inspection TO lingdian_service;
