-- The version of facts: nodes read again what has a newer one than they know. One that went back would keep them from hearing of
-- suspensions, hours, licences and rules until they were restarted.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

CREATE TRIGGER facts_go_on BEFORE UPDATE OF facts_version ON head FOR EACH ROW
  WHEN (NEW.facts_version NOT BETWEEN OLD.facts_version AND OLD.facts_version + 1)
  EXECUTE FUNCTION refuse_but_to_owner('the version of facts goes on by their changes');
