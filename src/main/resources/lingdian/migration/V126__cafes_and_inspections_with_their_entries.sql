-- What cafés are, where findings and cases lie, and what inspections say: whoever has the service's login writes these rows too. So each
-- change has the entry of the access log that the service writes in the same transaction, and what lies in a region lies in its café's.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Whether this transaction has written an entry about a change, by this account; by whomever where that is not known.
CREATE FUNCTION is_entered(subject text, actions text[], account uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT EXISTS (
    SELECT FROM access_log
    WHERE subject_id = subject AND action = ANY (actions) AND outcome = 'done' AND at > now() - interval '1 day'
      AND access_log.xmin = pg_current_xact_id_if_assigned()::xid AND (account IS NULL OR actor_id = account::text))
$$;

-- Deferred, because the entry is written after the change.
CREATE FUNCTION refuse_unlogged_cafe() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND NOT is_entered(NEW.place_code, '{create-cafe,change-cafe}', NULL) THEN
    RAISE EXCEPTION 'a café is changed with its entry in the access log' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER logged
  AFTER INSERT OR UPDATE OF place_code, name, region, licence_number, licence_valid_until, terminals, staff_terminals, latitude, longitude,
    address, telephone, principal, time_zone, measures, created_at ON cafe
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_cafe();

CREATE FUNCTION follow_the_cafe() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND NEW.region IS DISTINCT FROM (SELECT region FROM cafe WHERE place_code = NEW.place_code) THEN
    RAISE EXCEPTION 'a row of % moves with its café', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER moves_with_its_cafe BEFORE UPDATE OF region ON violation FOR EACH ROW
  WHEN (NEW.region <> OLD.region) EXECUTE FUNCTION follow_the_cafe();
CREATE TRIGGER moves_with_its_cafe BEFORE UPDATE OF region ON shadow_violation FOR EACH ROW
  WHEN (NEW.region <> OLD.region) EXECUTE FUNCTION follow_the_cafe();
CREATE TRIGGER moves_with_its_cafe BEFORE UPDATE OF region ON case_file FOR EACH ROW
  WHEN (NEW.region <> OLD.region) EXECUTE FUNCTION follow_the_cafe();

CREATE FUNCTION refuse_unlogged_inspection() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND NOT is_entered(NEW.inspection_id::text, '{change-inspection}', NEW.account) THEN
    RAISE EXCEPTION 'an inspection is changed with its entry in the access log' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
-- The first version of one may come with the entry of a dispatch.
CREATE CONSTRAINT TRIGGER logged AFTER INSERT ON inspection_version DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.version > 1) EXECUTE FUNCTION refuse_unlogged_inspection();

-- The functions that erase what nobody needs any more run as the owner.
CREATE FUNCTION acts_as_owner() RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'head'::regclass
$$;
CREATE FUNCTION refuse_unlogged_removal() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND NOT is_entered(OLD.owner::text, '{change-inspection}', NULL) THEN
    RAISE EXCEPTION 'a file is removed with its entry in the access log' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER logged AFTER DELETE ON attachment DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NOT acts_as_owner()) EXECUTE FUNCTION refuse_unlogged_removal();

REVOKE ALL ON FUNCTION is_entered, acts_as_owner FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_entered, acts_as_owner TO lingdian_service;
