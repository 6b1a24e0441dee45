-- A café of which officers recorded something stays in their inspection: where no version named it, nobody would find the record, and the
-- café would not count as inspected.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

CREATE FUNCTION keep_cafes_with_records() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF signed_in_as_owner() THEN
    RETURN NEW;
  END IF;
  IF NEW.version > 1 THEN -- the first one is written with the lock on head where a case sends it, and nobody has it yet
    IF current_setting('transaction_isolation') <> 'read committed' THEN
      RAISE EXCEPTION 'an inspection is changed in READ COMMITTED' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM take_turn('inspection', NEW.inspection_id::text); -- as who writes a record
  END IF;
  IF EXISTS (SELECT FROM site_record WHERE inspection_id = NEW.inspection_id AND (place_code = ANY (NEW.place_codes)) IS NOT TRUE) THEN
    RAISE EXCEPTION 'an inspection names each café that has a record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER with_recorded_cafes BEFORE INSERT ON inspection_version FOR EACH ROW EXECUTE FUNCTION keep_cafes_with_records();
