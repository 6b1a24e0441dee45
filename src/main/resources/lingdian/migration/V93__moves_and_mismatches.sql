-- Which regions an account that moved lately was of, so that they are told of it: otherwise whoever makes accounts could act in a region by
-- one that its offices never see.
ALTER TABLE account ADD COLUMN former_regions text[] NOT NULL DEFAULT '{}', ADD COLUMN moved_at timestamptz;
COMMENT ON COLUMN account.former_regions IS 'of the moves of the days before moved_at, and of that one; empty: none';
COMMENT ON COLUMN account.moved_at IS 'when its region last changed; null: never';

CREATE OR REPLACE FUNCTION account_rights_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  NEW.rights_version := OLD.rights_version + 1;
  NEW.former_place_codes := ARRAY(
    SELECT DISTINCT one FROM unnest(OLD.former_place_codes || OLD.place_code || OLD.other_place_codes) AS one
    WHERE one IS NOT NULL AND one IS DISTINCT FROM NEW.place_code AND one <> ALL (NEW.other_place_codes));
  IF OLD.region IS DISTINCT FROM NEW.region THEN
    NEW.moved_at := coalesce(NEW.changed_at, clock_timestamp());
    NEW.former_regions := ARRAY(
      SELECT DISTINCT one
      FROM unnest(CASE WHEN OLD.moved_at > NEW.moved_at - interval '7 days' THEN OLD.former_regions ELSE '{}' END || OLD.region) AS one
      WHERE one IS NOT NULL AND one IS DISTINCT FROM NEW.region);
  END IF;
  UPDATE sign_in_session SET ended_at = clock_timestamp() WHERE account = NEW.id AND ended_at IS NULL;
  DELETE FROM invitation WHERE account = NEW.id;
  RETURN NEW;
END
$$;

-- That somebody else presented a document of the registry under another name: whoever registered it first may have got the name wrong, and
-- only they, or an office above, can correct it. A day and no more: neither where nor by whom, nor the other name.
ALTER TABLE registered_person ADD COLUMN mismatched_on date; -- null: nobody did since it was last registered
COMMENT ON COLUMN registered_person.mismatched_on IS 'the last day on which another region was refused to register it under another name';
CREATE INDEX registered_person_by_mismatch ON registered_person (mismatched_on) WHERE mismatched_on IS NOT NULL;
