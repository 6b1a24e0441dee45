-- The access log's times, the registry, the positions of who follows the feed, and sessions: whoever has the service's login writes them,
-- too. So they move as the service moves them.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Of the moment itself, where a transaction may have begun long before. Five minutes are allowed between the clocks.
CREATE FUNCTION is_present(moment timestamptz) RETURNS boolean LANGUAGE sql VOLATILE
  RETURN moment BETWEEN clock_timestamp() - interval '5 minutes' AND clock_timestamp() + interval '5 minutes';

-- The access log: an entry is the next one, and of now. Where the newest one is later than now, because the database's clock was set
-- back, the next ones are of its time until that comes.
CREATE FUNCTION refuse_entries_of_other_times() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND EXISTS (
    SELECT FROM added CROSS JOIN access_log_head AS newest
    WHERE added.position <= newest.position OR added.at < newest.at OR NOT is_present(added.at) AND added.at <> newest.at) THEN
    RAISE EXCEPTION 'an entry of the access log is the next one, and of now' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER of_now AFTER INSERT ON access_log REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_entries_of_other_times();

CREATE FUNCTION go_on_by_entries() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND (NOT is_present(NEW.at) AND NEW.at <> OLD.at OR NOT (
    SELECT count(*) = NEW.position - OLD.position AND bool_and(at = NEW.at) FROM access_log
    WHERE position > OLD.position AND position <= NEW.position AND at >= OLD.at)) THEN
    RAISE EXCEPTION 'the access log goes on by its entries, at their time' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER goes_on_by_entries BEFORE UPDATE ON access_log_head FOR EACH ROW EXECUTE FUNCTION go_on_by_entries();

-- Deferred, because the log's end is moved after the entry.
CREATE FUNCTION refuse_entries_beyond_the_end() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND NEW.position > (SELECT position FROM access_log_head) THEN
    RAISE EXCEPTION 'an entry of the access log moves its end' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER moves_the_end AFTER INSERT ON access_log DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_entries_beyond_the_end();

-- The keys that make persons' tokens. One that is retired counts for a month: until then another node may still have it.
CREATE FUNCTION token_keys() RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT number FROM vault_key
  WHERE use = 'personTokens' AND (retired_at IS NULL OR retired_at > now() - interval '30 days')
$$;

-- The registry: once it is in use, batches read it, and a row changes by the entry that its officer's act or import has before it.
CREATE TRIGGER registry_stays_in_use BEFORE UPDATE OF registry_used ON head FOR EACH ROW
  WHEN (OLD.registry_used AND NOT NEW.registry_used)
  EXECUTE FUNCTION refuse_but_to_owner('a registry that is in use stays so');

-- Asked for each person of an import.
CREATE INDEX access_log_by_registering ON access_log (actor_id, action, at)
  WHERE action IN ('import-persons', 'register-person', 'revoke-document');

-- Without an entry, a row is sealed again, gets another region that knows the name, or moves to the token of another key, as long as
-- there is one. Two rows of one person become one then. A loss that was reported is taken back by an entry alone.
CREATE FUNCTION refuse_unlogged_registration() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  moves_to_other_keys boolean;
  by_whom text := CASE WHEN TG_OP = 'DELETE' THEN NULL WHEN NEW.state = 'registered' THEN NEW.renewed_by ELSE NEW.state_by END;
BEGIN
  IF signed_in_as_owner() THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  -- The row has the number's 32 bits as a signed one.
  moves_to_other_keys := EXISTS (SELECT FROM token_keys() AS key WHERE key <> OLD.token_version::bigint & 4294967295);
  IF TG_OP = 'DELETE' THEN
    IF moves_to_other_keys THEN
      RETURN OLD;
    END IF;
  ELSIF TG_OP = 'UPDATE' AND (OLD.token, OLD.token_version, OLD.name_hash, OLD.state, OLD.state_at, OLD.state_by, OLD.state_region)
      IS NOT DISTINCT FROM (NEW.token, NEW.token_version, NEW.name_hash, NEW.state, NEW.state_at, NEW.state_by, NEW.state_region)
    AND NEW.regions[:cardinality(OLD.regions)] = OLD.regions
    AND (NEW.sealed = OLD.sealed OR resealed(OLD.sealed, NEW.sealed))
    AND (NEW.state_reason IS NOT DISTINCT FROM OLD.state_reason OR resealed(OLD.state_reason, NEW.state_reason)) THEN
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE' AND moves_to_other_keys AND NOT (OLD.state <> 'registered' AND NEW.state = 'registered') THEN
    RETURN NEW;
  ELSIF NEW.state = 'registered' AND (TG_OP = 'INSERT' OR OLD.state = 'registered') AND EXISTS (
      SELECT FROM access_log
      WHERE actor_id = by_whom AND action = 'import-persons' AND at > now() - interval '1 day' AND outcome <> 'refused')
    OR EXISTS (
      SELECT FROM access_log
      WHERE actor_id = by_whom AND action IN ('register-person', 'revoke-document')
        AND action = CASE NEW.state WHEN 'registered' THEN 'register-person' ELSE 'revoke-document' END
        AND at > now() - interval '5 minutes' AND outcome <> 'refused' AND (person = NEW.token OR moves_to_other_keys)
        AND CASE TG_OP WHEN 'INSERT' THEN NEW.state = 'registered' ELSE NEW.state = OLD.state OR at >= OLD.state_at END) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a person''s row in the registry changes with its entry in the access log' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER logged BEFORE INSERT OR UPDATE OF
  token, token_version, name_hash, sealed, regions, state, state_at, state_by, state_region, state_reason OR DELETE ON registered_person
  FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_registration();

-- Jobs that follow the feed go on in it: what they skip is in no case, and in no message.
CREATE FUNCTION follow_the_feed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND (NEW.position < OLD.position OR NEW.position > (SELECT position FROM head)) THEN
    RAISE EXCEPTION 'the position of % goes on, up to the end of the feed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER follows_the_feed BEFORE UPDATE OF position ON case_head FOR EACH ROW EXECUTE FUNCTION follow_the_feed();
CREATE TRIGGER follows_the_feed BEFORE UPDATE OF position ON notification_head FOR EACH ROW EXECUTE FUNCTION follow_the_feed();

-- Sessions: whose, where and since when is written once. A session ends once, and gets another token where keys change.
REVOKE UPDATE ON session FROM lingdian_service;
GRANT UPDATE (token, ended_at, inferred_end, end_stream_number, end_seq, contested, end_seen, shared_detected_at, shared_late, apart, ends_apart)
  ON session TO lingdian_service;

CREATE FUNCTION keep_session() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND (TG_NAME = 'ends_once' OR (SELECT count(*) FROM token_keys()) < 2) THEN
    RAISE EXCEPTION 'a session ends once, and stays its person''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
-- After the change: a trigger before it would lock each row of a batch once more.
CREATE TRIGGER ends_once AFTER UPDATE OF ended_at, inferred_end, end_stream_number, end_seq ON session FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION keep_session();
-- By row: each login asks for sessions under older keys, of which there are none where the older key was retired long ago.
CREATE TRIGGER renamed_to_other_keys AFTER UPDATE OF token ON session FOR EACH ROW
  WHEN (NEW.token <> OLD.token) EXECUTE FUNCTION keep_session();

REVOKE ALL ON FUNCTION is_present, token_keys FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_present, token_keys TO lingdian_service;
