-- How long something is kept follows from times and states that the service writes. Whoever has the service's login writes them too, so
-- what they decide is compared with the database's own clock, with what was written before, and with the access log.
--
-- A day is allowed between the two clocks: nothing here is kept by the hour.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Whether this session's login owns the tables, or may become who does. It could take every guard away, so those below let it pass: data of
-- the past is entered by it. Not current_user, because the owner's functions run as the owner for whoever calls them.
CREATE FUNCTION signed_in_as_owner() RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'head'::regclass
$$;

-- Refuses what a trigger found, to everybody but that login; its message may name the table.
CREATE FUNCTION refuse_but_to_owner() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() THEN
    RAISE EXCEPTION '%', format(TG_ARGV[0], TG_TABLE_NAME) USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

-- Of a violation changes what its later records change; when it was found, and when its last case was erased, decide when it is dropped.
REVOKE UPDATE ON violation, shadow_violation FROM lingdian_service;
GRANT UPDATE (region, standing, state, case_step, ended_at, seconds, sessions, peak, snapshot) ON violation TO lingdian_service;
GRANT UPDATE (region, standing, state, ended_at, snapshot) ON shadow_violation TO lingdian_service;
CREATE TRIGGER taken_now BEFORE INSERT ON case_step FOR EACH ROW
  WHEN (NEW.at < now() - interval '1 day')
  EXECUTE FUNCTION refuse_but_to_owner('a time of %s by which something is kept is not in the past');

-- Cases: 24 or 60 months since their end (erasable_case).

CREATE TRIGGER opened_while_it_runs BEFORE INSERT ON case_file FOR EACH ROW
  WHEN (NEW.closed_at < now() - interval '1 day' OR NEW.transferred_at < now() - interval '1 day')
  EXECUTE FUNCTION refuse_but_to_owner('a time of %s by which something is kept is not in the past');
CREATE TRIGGER over_from_now BEFORE UPDATE ON case_file FOR EACH ROW
  WHEN (NEW.closed_at IS DISTINCT FROM OLD.closed_at AND NEW.closed_at < now() - interval '1 day'
    OR NEW.transferred_at IS DISTINCT FROM OLD.transferred_at AND NEW.transferred_at < now() - interval '1 day')
  EXECUTE FUNCTION refuse_but_to_owner('a time of %s by which something is kept is not in the past');
CREATE TRIGGER taken_now BEFORE INSERT ON case_action FOR EACH ROW
  WHEN (NEW.at < now() - interval '1 day')
  EXECUTE FUNCTION refuse_but_to_owner('a time of %s by which something is kept is not in the past');

-- As before, and a case stays merged: the one that it was merged into is kept at least as long.
CREATE OR REPLACE FUNCTION keep_case_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.authority, NEW.place_code, NEW.business_day, NEW.opened_at) IS DISTINCT FROM
     (OLD.id, OLD.authority, OLD.place_code, OLD.business_day, OLD.opened_at)
    OR NEW.version < OLD.version
    OR NEW.step <> OLD.step AND NEW.version = OLD.version
    OR OLD.merged_into IS NOT NULL AND (NEW.step <> OLD.step OR NEW.merged_into IS DISTINCT FROM OLD.merged_into) THEN
    RAISE EXCEPTION 'a case keeps what it is, and moves only by a new version' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

-- What was found decides whether a case is kept 24 or 60 months, and its violations are erased with it.
CREATE FUNCTION refuse_changing_what_is_over(cases uuid[]) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM case_file WHERE id = ANY (cases) AND coalesce(closed_at, transferred_at) < now() - interval '1 day')
    AND NOT signed_in_as_owner() THEN
    RAISE EXCEPTION 'a case that is over keeps its violations and what was found of them' USING ERRCODE = 'insufficient_privilege';
  END IF;
END
$$;
CREATE OR REPLACE FUNCTION keep_case_violation() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF (NEW.violation_id, NEW.authority, NEW.joined_at) IS DISTINCT FROM (OLD.violation_id, OLD.authority, OLD.joined_at)
    OR OLD.outcome IS NOT NULL AND NEW.outcome IS NULL THEN
    RAISE EXCEPTION 'a violation stays in its case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.outcome <> NEW.outcome OR OLD.case_id <> NEW.case_id THEN
    PERFORM refuse_changing_what_is_over(ARRAY[OLD.case_id, NEW.case_id]);
  END IF;
  RETURN NEW;
END
$$;
CREATE FUNCTION refuse_joining_what_is_over() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM refuse_changing_what_is_over(ARRAY(SELECT DISTINCT case_id FROM added));
  RETURN NULL;
END
$$;
CREATE TRIGGER joins_what_runs AFTER INSERT ON case_violation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_joining_what_is_over();

-- Dropped days: the drop is in the access log. Deferred, because the entry names the drop's hash.
CREATE FUNCTION refuse_unlogged_drop() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND NOT EXISTS (
    SELECT FROM access_log
    WHERE subject_id = to_char(NEW.day, 'YYYY-MM-DD') AND action = 'drop-day' AND at > now() - interval '1 day'
      AND details LIKE '%' || encode(NEW.hash, 'hex') || '%') THEN
    RAISE EXCEPTION 'a day is dropped with its entry in the access log' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER logged AFTER INSERT ON retention_drop DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_drop();

-- A legal hold is lifted as the service lifts it: one regulator of its authority asks, another one agrees later, each with an entry.
CREATE FUNCTION keep_hold_until_two_agree() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner()
    AND (NEW.lifted_at IS NOT NULL
        AND (NEW.lifting_asked_by, NEW.lifting_asked_at) IS DISTINCT FROM (OLD.lifting_asked_by, OLD.lifting_asked_at)
      OR NEW.lifting_asked_at IS DISTINCT FROM OLD.lifting_asked_at AND NEW.lifting_asked_at < now() - interval '1 day'
      OR NEW.lifted_at < now() - interval '1 day'
      OR EXISTS (
        SELECT FROM unnest(ARRAY[NEW.lifting_asked_by, NEW.lifted_by]) AS who
        WHERE who IS NOT NULL AND NOT EXISTS (
          SELECT FROM account WHERE id = who AND role = 'regulator' AND authority = NEW.authority))) THEN
    RAISE EXCEPTION 'a legal hold is lifted by two of its authority, one after the other' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER lifted_by_two BEFORE UPDATE OF lifting_asked_by, lifting_asked_at, lifted_by, lifted_at ON legal_hold
  FOR EACH ROW EXECUTE FUNCTION keep_hold_until_two_agree();

CREATE FUNCTION refuse_unlogged_lifting() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND NOT EXISTS (
    SELECT FROM access_log
    WHERE subject_id = NEW.id::text AND action = 'end-legal-hold' AND at > now() - interval '1 day'
      AND (actor_id, outcome) = (coalesce(NEW.lifted_by, NEW.lifting_asked_by)::text, CASE WHEN NEW.lifted_by IS NULL THEN 'attempted' ELSE 'done' END)) THEN
    RAISE EXCEPTION 'a legal hold is lifted with its entry in the access log' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER logged AFTER UPDATE ON legal_hold DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.lifting_asked_by IS NOT NULL
    AND (OLD.lifting_asked_by, OLD.lifting_asked_at, OLD.lifted_by) IS DISTINCT FROM
        (NEW.lifting_asked_by, NEW.lifting_asked_at, NEW.lifted_by))
  EXECUTE FUNCTION refuse_unlogged_lifting();

-- Complaints: what was said goes 24 months after the end.

REVOKE UPDATE ON complaint FROM lingdian_service;
GRANT UPDATE (step, refusal, decided_at, ended_at, place_code, case_id, version) ON complaint TO lingdian_service;

CREATE OR REPLACE FUNCTION keep_complaint() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  linked complaint := NEW;
BEGIN
  IF NEW.case_id IS NULL AND OLD.case_id IS NOT NULL THEN
    linked.case_id := OLD.case_id;
    IF linked IS NOT DISTINCT FROM OLD AND erasable_case(OLD.case_id) THEN
      RETURN NEW;
    END IF;
  END IF;
  IF OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'a complaint that ended cannot be changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'a change of a complaint is its next version' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (NEW.id, NEW.authority, NEW.region, NEW.way, NEW.subject, NEW.reference, NEW.received_at, NEW.anonymous, NEW.wants_answer,
      NEW.accept_by, NEW.answer_by, NEW.provisional)
    IS DISTINCT FROM
     (OLD.id, OLD.authority, OLD.region, OLD.way, OLD.subject, OLD.reference, OLD.received_at, OLD.anonymous, OLD.wants_answer,
      OLD.accept_by, OLD.answer_by, OLD.provisional)
    OR NEW.case_id IS NULL AND OLD.case_id IS NOT NULL
    OR NEW.decided_at IS DISTINCT FROM OLD.decided_at AND OLD.decided_at IS NOT NULL THEN
    RAISE EXCEPTION 'a complaint keeps what it was when it came, and what was decided' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER ended_now BEFORE UPDATE ON complaint FOR EACH ROW
  WHEN (NEW.ended_at IS DISTINCT FROM OLD.ended_at AND NEW.ended_at < now() - interval '1 day')
  EXECUTE FUNCTION refuse_but_to_owner('a time of %s by which something is kept is not in the past');

-- Deferred, because the entry is written after the change.
CREATE FUNCTION refuse_unwritten_move() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner()
    AND NOT EXISTS (SELECT FROM complaint_entry WHERE (complaint_id, number) = (NEW.id, NEW.version)) THEN
    RAISE EXCEPTION 'a complaint moves with its entry written' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER moved_with_its_entry AFTER UPDATE ON complaint DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.version <> OLD.version) EXECUTE FUNCTION refuse_unwritten_move();

-- The service counts the months in China's time; the two days are for that, and for its clock.
CREATE OR REPLACE FUNCTION keep_complaint_text() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM complaint
    WHERE id = OLD.complaint_id AND ended_at IS NOT NULL
      AND (ended_at < now() - interval '24 months' + interval '2 days' OR signed_in_as_owner())) THEN
    RAISE EXCEPTION 'the text of a complaint is kept until 24 months after its end' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER kept_until_the_end BEFORE UPDATE OF note ON complaint_entry
  FOR EACH ROW WHEN (OLD.note IS NOT NULL AND NEW.note IS NULL) EXECUTE FUNCTION keep_complaint_text();
