-- What people wrote about a violation goes with it, at the end of its time: the notes of its steps, the café's objections with their
-- files, and the answers to them. Which step was taken when, and by whom, stays for the figures. (drop_findings, R__functions.sql)

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Whether nothing of a violation is kept any more, so that what was written about it may go.
CREATE FUNCTION violation_is_dropped(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT NOT EXISTS (SELECT FROM violation WHERE id = wanted)
$$;
REVOKE ALL ON FUNCTION violation_is_dropped FROM PUBLIC;
GRANT EXECUTE ON FUNCTION violation_is_dropped TO lingdian_service;

ALTER TABLE case_step ALTER COLUMN note DROP NOT NULL; -- null: its violation was dropped
CREATE TRIGGER with_text BEFORE INSERT ON case_step FOR EACH ROW WHEN (NEW.note IS NULL) EXECUTE FUNCTION refuse_change();
DROP TRIGGER only_resealed ON case_step;
CREATE TRIGGER only_resealed BEFORE UPDATE OF note, found ON case_step
  FOR EACH ROW WHEN (NEW.note IS NOT NULL OR NEW.found IS NOT NULL OR NOT violation_is_dropped(OLD.violation_id))
  EXECUTE FUNCTION refuse_all_but_resealing('note', 'found');

CREATE FUNCTION keep_with_violation() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT violation_is_dropped(CASE TG_TABLE_NAME
      WHEN 'objection' THEN (to_jsonb(OLD) ->> 'violation_id')::uuid
      ELSE (SELECT violation_id FROM objection WHERE id = (to_jsonb(OLD) ->> 'objection_id')::uuid) END) THEN
    RAISE EXCEPTION 'an objection is kept as long as its violation' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END
$$;
DROP TRIGGER append_only ON objection;
CREATE TRIGGER append_only BEFORE UPDATE OF id, violation_id, number, at, account, account_since ON objection
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER kept BEFORE DELETE ON objection FOR EACH ROW EXECUTE FUNCTION keep_with_violation();
DROP TRIGGER append_only ON objection_answer;
CREATE TRIGGER append_only BEFORE UPDATE OF objection_id, authority, upheld, at, account ON objection_answer
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER kept BEFORE DELETE ON objection_answer FOR EACH ROW EXECUTE FUNCTION keep_with_violation();

-- A file of an objection goes with it; of an inspection, only while that is open.
CREATE OR REPLACE FUNCTION keep_files() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  of_owner uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.owner ELSE NEW.owner END;
BEGIN
  IF EXISTS (SELECT FROM inspection_version WHERE inspection_id = of_owner AND state = 'closed')
    OR TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM inspection WHERE id = of_owner)
      AND NOT EXISTS (SELECT FROM objection WHERE id = of_owner AND violation_is_dropped(violation_id)) THEN
    RAISE EXCEPTION 'files of a closed inspection and of an objection are append-only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

GRANT UPDATE (note, found) ON case_step TO CURRENT_USER;
GRANT DELETE ON objection, objection_answer, attachment TO CURRENT_USER;
-- Whoever removes a file makes sure that no link of the chain names it, which takes the right to lock that.
GRANT UPDATE (attachment) ON photograph_link TO CURRENT_USER;

-- What was left of violations that were dropped before this version.
UPDATE case_step SET note = NULL, found = NULL
WHERE (note IS NOT NULL OR found IS NOT NULL) AND NOT EXISTS (SELECT FROM violation WHERE violation.id = violation_id);
DELETE FROM objection_answer USING objection
WHERE objection.id = objection_id AND NOT EXISTS (SELECT FROM violation WHERE violation.id = violation_id);
DELETE FROM attachment USING objection
WHERE objection.id = owner AND NOT EXISTS (SELECT FROM violation WHERE violation.id = violation_id);
DELETE FROM objection WHERE NOT EXISTS (SELECT FROM violation WHERE violation.id = violation_id);

-- The record is verified and replayed at night by the service's login, which need not be the owner.
GRANT INSERT, UPDATE ON verification_round, sample_round TO lingdian_service;

-- Hours, orders, suspensions and closures that were in force are what findings rest on: of theirs only the end may move.
REVOKE UPDATE ON schedule, hours_order, suspension, closure FROM lingdian_service;
GRANT UPDATE (ends_at) ON hours_order, suspension, closure TO lingdian_service;
