-- A site record and its signatures go when no case needs them any more: 24 months after the record was written, and as long as a case of
-- its café names the visit. A case is kept 24 or 60 months after its closing (erasable_case), and its records with it.
CREATE FUNCTION erasable_site_record(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM site_record AS record
    WHERE record.id = wanted
      AND NOT held_day((record.at AT TIME ZONE 'Asia/Shanghai')::date)
      AND NOT EXISTS (SELECT FROM site_record AS other
        WHERE other.inspection_id = record.inspection_id AND other.place_code = record.place_code
          AND other.at >= now() - interval '24 months')
      AND NOT EXISTS (SELECT FROM case_action JOIN case_file ON case_file.id = case_action.case_id
        WHERE case_action.inspection = record.inspection_id AND case_file.place_code = record.place_code)
      AND NOT EXISTS (SELECT FROM inspection_version JOIN case_file ON case_file.id = inspection_version.recheck_of
        WHERE inspection_version.inspection_id = record.inspection_id AND case_file.place_code = record.place_code));
END
$$;

CREATE FUNCTION keep_site_record() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT erasable_site_record(CASE TG_TABLE_NAME WHEN 'site_record' THEN to_jsonb(OLD) ->> 'id' ELSE to_jsonb(OLD) ->> 'record_id' END::uuid)
  THEN
    RAISE EXCEPTION 'a site record is kept until its time is over' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END
$$;
DROP TRIGGER append_only ON site_record;
DROP TRIGGER append_only ON site_signature;
CREATE TRIGGER append_only BEFORE UPDATE OF id, inspection_id, place_code, version, at, account ON site_record
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OF id, record_id, signer, account, at, content_hash ON site_signature
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER kept BEFORE DELETE ON site_record FOR EACH ROW EXECUTE FUNCTION keep_site_record();
CREATE TRIGGER kept BEFORE DELETE ON site_signature FOR EACH ROW EXECUTE FUNCTION keep_site_record();
GRANT DELETE ON site_record, site_signature TO CURRENT_USER;
CREATE INDEX site_record_by_time ON site_record (at);

-- Erases records whose time is over, at most so many versions.
CREATE FUNCTION erase_site_records(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  gone uuid[];
  erased integer;
BEGIN
  SELECT array_agg(id) INTO gone FROM (
    SELECT id FROM site_record WHERE at < now() - interval '24 months' AND erasable_site_record(id) ORDER BY at, id LIMIT most) AS over;
  DELETE FROM site_signature WHERE record_id = ANY (gone);
  DELETE FROM site_record WHERE id = ANY (gone);
  GET DIAGNOSTICS erased = ROW_COUNT; -- fewer where another node was faster
  RETURN erased;
END
$$;
REVOKE ALL ON FUNCTION erasable_site_record, erase_site_records FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_site_records TO lingdian_service;
