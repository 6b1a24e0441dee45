-- Until when cafés were judged, their agents' keys, the feed's position, and findings: whoever has the service's login writes them too.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- A café's times. Its next events are judged at the latest of them at the earliest, and no change of hours begins before it. An hour is
-- allowed between the clocks. What lies there from before, by a node's wrong clock, stops nothing.
CREATE TRIGGER judged_up_to_now BEFORE INSERT ON cafe_state FOR EACH ROW
  WHEN (greatest(NEW.effective_at, NEW.received_at, NEW.last_event_at) > now() + interval '1 hour')
  EXECUTE FUNCTION refuse_but_to_owner('a café is judged up to now');
CREATE TRIGGER judged_on_up_to_now BEFORE UPDATE ON cafe_state FOR EACH ROW
  WHEN (greatest(NEW.effective_at, NEW.received_at, NEW.last_event_at) > now() + interval '1 hour'
    AND greatest(NEW.effective_at, NEW.received_at, NEW.last_event_at) > greatest(OLD.effective_at, OLD.received_at, OLD.last_event_at))
  EXECUTE FUNCTION refuse_but_to_owner('a café is judged up to now');

-- Keys: whose they are is written once, and each is used for the first time, and ended, once.
REVOKE UPDATE ON agent_key FROM lingdian_service;
GRANT UPDATE (first_used_at, ended_at) ON agent_key TO lingdian_service;

CREATE TRIGGER ends_once BEFORE UPDATE ON agent_key FOR EACH ROW
  WHEN (OLD.ended_at <> NEW.ended_at OR OLD.first_used_at <> NEW.first_used_at
    OR OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL OR OLD.first_used_at IS NOT NULL AND NEW.first_used_at IS NULL)
  EXECUTE FUNCTION refuse_but_to_owner('a key ends once');

-- What is told of keys is told of now, or it would stand where nobody looks.
CREATE FUNCTION told_at(moment timestamptz) RETURNS timestamptz LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT CASE WHEN moment BETWEEN now() - interval '1 day' AND now() + interval '1 day' OR signed_in_as_owner() THEN moment ELSE now() END
$$;
CREATE OR REPLACE FUNCTION tell_enrolment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO key_change (place_code, at, change, issuer) VALUES (NEW.place_code, told_at(NEW.issued_at), 'code-issued', NEW.issuer);
  ELSIF NEW.used_at IS DISTINCT FROM OLD.used_at AND NEW.used_at IS NOT NULL THEN
    INSERT INTO key_change (place_code, at, change, issuer) VALUES (NEW.place_code, told_at(NEW.used_at), 'enrolled', NEW.issuer);
  ELSIF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL THEN
    INSERT INTO key_change (place_code, at, change, issuer) VALUES (NEW.place_code, told_at(NEW.withdrawn_at), 'code-withdrawn', NEW.issuer);
  END IF;
  RETURN NULL;
END
$$;
-- The key of a code that this transaction used is told with that use. Any other one is told, whatever its row says.
CREATE OR REPLACE FUNCTION tell_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO key_change (place_code, at, change) VALUES (NEW.place_code, told_at(NEW.ended_at), 'key-ended');
  ELSIF NEW.enrolled_at IS NULL
    OR NOT EXISTS (
      SELECT FROM enrolment
      WHERE place_code = NEW.place_code AND used_at = NEW.enrolled_at AND enrolment.xmin = pg_current_xact_id_if_assigned()::xid)
    OR (SELECT count(*) FROM agent_key WHERE place_code = NEW.place_code AND enrolled_at = NEW.enrolled_at)
      > (SELECT count(*) FROM enrolment WHERE place_code = NEW.place_code AND used_at = NEW.enrolled_at) THEN
    INSERT INTO key_change (place_code, at, change) VALUES (NEW.place_code, told_at(NEW.created_at), 'key-made');
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION told_at FROM PUBLIC;
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION tell_enrolment() SET search_path = %I, pg_temp', current_schema());
  EXECUTE format('ALTER FUNCTION tell_key() SET search_path = %I, pg_temp', current_schema());
END
$$;

-- The feed's position: one that went far ahead and back meanwhile would let those who follow the feed do so too, and skip what comes. No
-- transaction of the service tells nearly as many changes.
CREATE TRIGGER goes_on BEFORE UPDATE OF position ON head FOR EACH ROW
  WHEN (NEW.position - OLD.position NOT BETWEEN 0 AND 1000000)
  EXECUTE FUNCTION refuse_but_to_owner('the position of the feed goes on by its changes');

-- As before, and a position beyond the feed's end may come back to it.
CREATE OR REPLACE FUNCTION follow_the_feed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  newest bigint := (SELECT position FROM head);
BEGIN
  IF NOT signed_in_as_owner() AND NEW.position NOT BETWEEN least(OLD.position, newest) AND newest THEN
    RAISE EXCEPTION 'the position of % goes on, up to the end of the feed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

-- Findings: a row that is made before the service finds something lies where its offices see it, and is kept from then on. It is put
-- right, and not refused: a café's events are written with it, and one that was found long ago may get its row today. Of a finding that
-- has a row, none of this counts.
REVOKE INSERT ON violation FROM lingdian_service;
GRANT INSERT (id, code, place_code, region, standing, state, authorities, started_at, detected_at, ended_at, seconds, sessions, peak, late,
  snapshot, stream_number, login_seq, login_day) ON violation TO lingdian_service;

CREATE FUNCTION lie_with_its_cafe() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() THEN
    NEW.region := coalesce((SELECT region FROM cafe WHERE cafe.place_code = NEW.place_code), NEW.region);
    IF NEW.detected_at NOT BETWEEN now() - interval '1 day' AND now() + interval '1 day' THEN
      NEW.detected_at := now();
    END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER lies_with_its_cafe BEFORE INSERT ON violation FOR EACH ROW EXECUTE FUNCTION lie_with_its_cafe();
CREATE TRIGGER lies_with_its_cafe BEFORE INSERT ON shadow_violation FOR EACH ROW EXECUTE FUNCTION lie_with_its_cafe();

CREATE TRIGGER of_an_authority BEFORE INSERT ON violation FOR EACH ROW
  WHEN (NEW.authorities = '{}' OR NOT NEW.authorities <@ '{culture,public-security}')
  EXECUTE FUNCTION refuse_but_to_owner('a violation is of an authority');

-- Keys of tokens: a key is used and retired once, when it is, and not with the row that remembers it.
REVOKE INSERT ON vault_key FROM lingdian_service;
GRANT INSERT (use, number, check_value) ON vault_key TO lingdian_service;

CREATE TRIGGER once_and_now BEFORE UPDATE ON vault_key FOR EACH ROW
  WHEN (OLD.used_at IS DISTINCT FROM NEW.used_at AND (OLD.used_at IS NOT NULL OR NEW.used_at IS DISTINCT FROM now())
    OR OLD.retired_at IS DISTINCT FROM NEW.retired_at AND (OLD.retired_at IS NOT NULL OR NEW.retired_at IS DISTINCT FROM now()))
  EXECUTE FUNCTION refuse_but_to_owner('a key is used, and retired, once and now');
