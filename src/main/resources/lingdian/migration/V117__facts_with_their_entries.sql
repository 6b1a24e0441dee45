-- What findings rest on besides the record: hours, orders, suspensions, closures, what a café was, and the rules. Whoever has the service's
-- login writes them too. So they change nothing that was judged, and each has the entry of the access log that the service writes with it.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Up to when the cafés of an area have been judged, by their time zones.
CREATE FUNCTION judged_until(of_cafe text, of_region text) RETURNS TABLE (zone text, until timestamptz)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT time_zone, max(effective_at) FROM cafe JOIN cafe_state USING (place_code)
  WHERE cafe.place_code = of_cafe OR region LIKE regexp_replace(of_region, '(00)+$', '') || '%'
  GROUP BY time_zone
$$;

-- A café's effective time never goes back, or what was judged would look as if it had not been.
CREATE TRIGGER judged_goes_on BEFORE UPDATE ON cafe_state FOR EACH ROW
  WHEN (NEW.effective_at < OLD.effective_at OR NEW.effective_at IS NULL AND OLD.effective_at IS NOT NULL OR NEW.place_code <> OLD.place_code)
  EXECUTE FUNCTION refuse_but_to_owner('the time up to which a café was judged only moves forward');

-- Nor does a licence end before it, or a renewal would enter a suspension of then.
CREATE FUNCTION keep_judged_licence() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND EXISTS (
    SELECT FROM cafe_state
    WHERE place_code = NEW.place_code AND effective_at > (NEW.licence_valid_until + 1)::timestamp AT TIME ZONE known_zone(NEW.time_zone)) THEN
    RAISE EXCEPTION 'a licence does not end before what was judged' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER ends_unjudged BEFORE UPDATE OF licence_valid_until ON cafe FOR EACH ROW
  WHEN (NEW.licence_valid_until IS DISTINCT FROM OLD.licence_valid_until) EXECUTE FUNCTION keep_judged_licence();

-- Whether a suspension is the time from the end of its café's licence, which is still the one of before, until now, when it is renewed: the
-- one that begins before what was judged. It was judged by the licence.
CREATE FUNCTION is_expired_licence(written suspension) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
  RETURN written.cause = 'licence-expired' AND written.entered_by IS NULL
    AND written.ends_at BETWEEN now() - interval '1 day' AND now() + interval '1 day'
    AND EXISTS (
      SELECT FROM cafe
      WHERE place_code = written.place_code AND licence_valid_until + 1 = (written.begins_at AT TIME ZONE known_zone(time_zone))::date);
END
$$;

CREATE FUNCTION refuse_hours_before_what_was_judged() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  entry jsonb := to_jsonb(NEW);
  changes_from timestamptz;
  is_known boolean := false;
BEGIN
  IF signed_in_as_owner() THEN
    RETURN NEW;
  ELSIF TG_TABLE_NAME = 'suspension' THEN
    is_known := is_expired_licence(NEW);
  END IF;
  IF TG_OP = 'UPDATE' THEN -- its end, from which it did not hold, or did hold
    changes_from := least(
      coalesce((entry ->> 'ends_at')::timestamptz, 'infinity'), coalesce((to_jsonb(OLD) ->> 'ends_at')::timestamptz, 'infinity'));
  ELSIF TG_TABLE_NAME <> 'schedule' THEN
    changes_from := (entry ->> 'begins_at')::timestamptz;
  END IF;
  IF NOT is_known AND EXISTS (
    SELECT FROM judged_until(entry ->> 'place_code', entry ->> 'region')
    WHERE until > coalesce(changes_from, (entry ->> 'valid_from')::timestamp AT TIME ZONE known_zone(zone))) THEN
    RAISE EXCEPTION 'a change in % does not begin before what was judged', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' AND (NOT is_known AND entry ->> 'entered_by' IS NULL
      OR (entry ->> 'entered_at')::timestamptz NOT BETWEEN now() - interval '1 day' AND now() + interval '1 day') THEN
    RAISE EXCEPTION 'a row of % is entered now, by somebody', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

-- Deferred, because the entry is written after the change.
CREATE FUNCTION refuse_unlogged_hours() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  entry jsonb := to_jsonb(NEW);
  place text := coalesce(entry ->> 'place_code', entry ->> 'region');
  is_schedule boolean := TG_TABLE_NAME = 'schedule';
  wanted text := CASE
    WHEN is_schedule THEN 'set-hours'
    ELSE CASE TG_OP WHEN 'INSERT' THEN 'create-' ELSE 'end-' END || CASE TG_TABLE_NAME WHEN 'hours_order' THEN 'order' ELSE TG_TABLE_NAME END END;
BEGIN
  IF entry ->> 'cause' = 'licence-expired' AND entry ->> 'entered_by' IS NULL THEN
    IF NOT signed_in_as_owner() AND NOT is_entered(place, '{change-cafe}', NULL) THEN -- V126
      RAISE EXCEPTION 'the end of a licence is written with the entry of its renewal' USING ERRCODE = 'insufficient_privilege';
    END IF;
  ELSIF NOT signed_in_as_owner() AND NOT EXISTS (
    SELECT FROM access_log
    WHERE subject_id = CASE WHEN is_schedule THEN place ELSE entry ->> 'id' END AND at > now() - interval '1 day'
      AND CASE WHEN action <> wanted OR outcome <> 'done' THEN false
        WHEN TG_OP = 'UPDATE' THEN (details::jsonb ->> 'to')::timestamptz = (entry ->> 'ends_at')::timestamptz
        WHEN actor_id IS DISTINCT FROM entry ->> 'entered_by' THEN false
        WHEN is_schedule THEN (details::jsonb ->> 'entered', details::jsonb ->> 'from') = (entry ->> 'entered', entry ->> 'valid_from')
        ELSE details::jsonb ->> 'for' = place AND (details::jsonb ->> 'from')::timestamptz = (entry ->> 'begins_at')::timestamptz END) THEN
    RAISE EXCEPTION 'a row of % is entered and ended with its entry in the access log', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER begins_unjudged BEFORE INSERT ON schedule FOR EACH ROW EXECUTE FUNCTION refuse_hours_before_what_was_judged();
CREATE TRIGGER begins_unjudged BEFORE INSERT OR UPDATE OF ends_at ON hours_order
  FOR EACH ROW EXECUTE FUNCTION refuse_hours_before_what_was_judged();
CREATE TRIGGER begins_unjudged BEFORE INSERT OR UPDATE OF ends_at ON suspension
  FOR EACH ROW EXECUTE FUNCTION refuse_hours_before_what_was_judged();
CREATE TRIGGER begins_unjudged BEFORE INSERT OR UPDATE OF ends_at ON closure
  FOR EACH ROW EXECUTE FUNCTION refuse_hours_before_what_was_judged();
CREATE CONSTRAINT TRIGGER logged AFTER INSERT ON schedule DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_hours();
CREATE CONSTRAINT TRIGGER logged AFTER INSERT OR UPDATE OF ends_at ON hours_order DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_hours();
CREATE CONSTRAINT TRIGGER logged AFTER INSERT OR UPDATE OF ends_at ON suspension DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_hours();
CREATE CONSTRAINT TRIGGER logged AFTER INSERT OR UPDATE OF ends_at ON closure DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_hours();

-- What a café was before a change is written by that change alone, as the owner.
ALTER FUNCTION remember_cafe() SECURITY DEFINER;
REVOKE ALL ON FUNCTION remember_cafe() FROM PUBLIC;
REVOKE INSERT ON cafe_past FROM lingdian_service;
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION remember_cafe() SET search_path = %I, pg_temp', current_schema());
END
$$;

-- Rules are proposed and then released, each with its entry, after all that was judged. A file releases them only as long as no people did.
CREATE FUNCTION release_like_the_service() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF signed_in_as_owner() THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' AND NEW.state <> 'proposed'
    OR coalesce(NEW.decided_at, NEW.proposed_at) NOT BETWEEN now() - interval '1 day' AND now() + interval '1 day' THEN
    RAISE EXCEPTION 'rules are proposed, and decided later, at the time of then' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'released' AND (
    NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM rule_release)
    OR NEW.begins_at < (SELECT greatest(max(effective_at), max(received_at)) FROM cafe_state)
      AND EXISTS (SELECT FROM rule_release WHERE number IS NOT NULL)
    OR NEW.decided_by IS NULL AND EXISTS (SELECT FROM rule_release WHERE number IS NOT NULL AND source <> 'file')) THEN
    RAISE EXCEPTION 'rules are the next ones, and begin after what was judged; where people released some, people do'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER as_the_service BEFORE INSERT OR UPDATE ON rule_release FOR EACH ROW EXECUTE FUNCTION release_like_the_service();

-- Deferred, because the entry is written after the change; at the start of a node, one for proposal and release together.
CREATE FUNCTION refuse_unlogged_rules() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  now_there rule_release;
BEGIN
  SELECT * INTO now_there FROM rule_release WHERE id = NEW.id;
  IF NOT signed_in_as_owner() AND NOT EXISTS (
    SELECT FROM access_log
    WHERE subject_id = NEW.id::text AND action = 'change-rules' AND outcome = 'done' AND at > now() - interval '1 day'
      AND details::jsonb ->> 'state' = now_there.state
      AND actor_id IS NOT DISTINCT FROM
        coalesce(now_there.decided_by, CASE now_there.source WHEN 'account' THEN now_there.author END)::text) THEN
    RAISE EXCEPTION 'rules are proposed, released and withdrawn with an entry in the access log' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER logged AFTER INSERT OR UPDATE ON rule_release DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_rules();

REVOKE ALL ON FUNCTION judged_until, is_expired_licence FROM PUBLIC;
GRANT EXECUTE ON FUNCTION judged_until, is_expired_licence TO lingdian_service;
