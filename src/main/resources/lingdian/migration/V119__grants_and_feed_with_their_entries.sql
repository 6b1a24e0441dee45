-- Who was let see persons, and what the feed tells: whoever has the service's login writes these rows too. So a request is asked for and
-- decided now, one after the other, each with the entry of the access log that the service writes with it.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Five minutes are allowed between the clocks, and for what a request waits for on its way: a grant lasts as many longer at most.
CREATE FUNCTION about_now(moment timestamptz) RETURNS boolean LANGUAGE sql STABLE
  RETURN moment BETWEEN now() - interval '5 minutes' AND now() + interval '5 minutes';

-- Whether an account is a regulator of one of these authorities whose scope a county is in.
CREATE FUNCTION regulates(who uuid, authorities text[], county text) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT EXISTS (
    SELECT FROM account
    WHERE id = who AND role = 'regulator' AND authority = ANY (authorities)
      AND starts_with(county, regexp_replace(region, '(00)+$', '')))
$$;

CREATE FUNCTION keep_two_persons() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  allowed boolean;
  authorities text[];
  county text;
BEGIN
  IF signed_in_as_owner() THEN
    RETURN NEW;
  END IF;
  IF TG_TABLE_NAME = 'unmasking' THEN
    SELECT violation.authorities, violation.region INTO authorities, county FROM violation WHERE id = NEW.violation_id;
    -- At most a week to decide (privacy.decisionHours); a constraint ends what is granted after fifteen minutes.
    allowed := CASE TG_OP
      WHEN 'INSERT' THEN num_nonnulls(NEW.decided_by, NEW.decided_at) = 0 AND NEW.ends_at <= NEW.asked_at + interval '7 days'
        AND CASE WHEN NEW.second_person IS NULL THEN NEW.granted IS NOT NULL ELSE NEW.granted IS NULL END
      ELSE NEW.ends_at <= NEW.decided_at + interval '15 minutes' OR NOT NEW.granted END;
  ELSE
    SELECT ARRAY[NEW.authority], region INTO authorities, county FROM cafe WHERE place_code = NEW.place_code;
    -- At most a week to export (privacy.exportHours), and no longer time than a year.
    allowed := CASE TG_OP
      WHEN 'INSERT' THEN num_nonnulls(NEW.granted, NEW.decided_by, NEW.decided_at) = 0 AND NEW.ends_at <= NEW.asked_at + interval '7 days'
        AND NEW.to_at <= NEW.from_at + interval '366 days'
      ELSE NEW.ends_at <= NEW.decided_at + interval '7 days' OR NOT NEW.granted END;
  END IF;
  IF allowed IS NOT TRUE
    OR NOT coalesce(CASE TG_OP
      WHEN 'INSERT' THEN about_now(NEW.asked_at) AND regulates(NEW.asked_by, authorities, county)
      ELSE NEW.granted IS NOT NULL AND about_now(NEW.decided_at) AND regulates(NEW.decided_by, authorities, county) END, false) THEN
    RAISE EXCEPTION 'a request in % is asked by one and decided by another, now', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER by_two BEFORE INSERT OR UPDATE OF granted, decided_by, decided_at, ends_at ON unmasking
  FOR EACH ROW EXECUTE FUNCTION keep_two_persons();
CREATE TRIGGER by_two BEFORE INSERT OR UPDATE OF granted, decided_by, decided_at, ends_at ON record_request
  FOR EACH ROW EXECUTE FUNCTION keep_two_persons();

-- Deferred, because the entry is written after the change.
CREATE FUNCTION refuse_unlogged_request() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  is_unmasking boolean := TG_TABLE_NAME = 'unmasking';
  wanted text := CASE
    WHEN TG_OP = 'UPDATE' THEN CASE WHEN is_unmasking THEN 'approve-unmasking' ELSE 'approve-records' END
    WHEN NOT is_unmasking THEN 'request-records'
    WHEN NEW.granted THEN 'unmask'
    ELSE 'request-unmasking' END;
BEGIN
  IF NOT signed_in_as_owner() AND NOT EXISTS (
    SELECT FROM access_log
    WHERE subject_id = CASE WHEN is_unmasking THEN to_jsonb(NEW) ->> 'violation_id' ELSE NEW.id::text END
      AND action = wanted AND outcome = 'done' AND at > now() - interval '1 day'
      AND actor_id = CASE TG_OP WHEN 'UPDATE' THEN NEW.decided_by ELSE NEW.asked_by END::text
      AND (NOT is_unmasking OR details::jsonb ->> 'unmasking' = NEW.id::text)
      AND (TG_OP = 'INSERT' OR details::jsonb ->> 'decision' = CASE WHEN NEW.granted THEN 'approved' ELSE 'refused' END)) THEN
    RAISE EXCEPTION 'a request in % is asked and decided with its entry in the access log', TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER logged AFTER INSERT OR UPDATE OF granted, decided_by, decided_at, ends_at ON unmasking
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_request();
CREATE CONSTRAINT TRIGGER logged AFTER INSERT OR UPDATE OF granted, decided_by, decided_at, ends_at ON record_request
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_request();

-- The feed tells what is there, and in its order: a number beyond the newest one would make the change that comes to it fail.
CREATE FUNCTION refuse_telling_what_is_not_there() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND NOT (
    NEW.position <= (SELECT position FROM head WHERE only_row) AND NEW.at BETWEEN now() - interval '1 day' AND now() + interval '1 day'
    AND CASE WHEN NEW.case_id IS NULL
      THEN EXISTS (SELECT FROM violation WHERE id = NEW.violation_id AND place_code = NEW.place_code AND code = NEW.code)
      ELSE EXISTS (SELECT FROM case_file WHERE id = NEW.case_id AND place_code = NEW.place_code AND NEW.authorities = ARRAY[authority]) END) THEN
    RAISE EXCEPTION 'the feed tells changes of violations and cases that are there' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER tells_what_is_there AFTER INSERT ON feed DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_telling_what_is_not_there();

REVOKE ALL ON FUNCTION about_now, regulates FROM PUBLIC;
GRANT EXECUTE ON FUNCTION about_now, regulates TO lingdian_service;
