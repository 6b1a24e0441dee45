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

REVOKE ALL ON FUNCTION is_present FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_present TO lingdian_service;
