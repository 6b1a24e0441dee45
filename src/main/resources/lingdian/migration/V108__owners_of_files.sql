-- The files of inspections and of objections are in one table, by the id of their owner, and whoever creates an inspection may choose its id.
-- One with the id of an objection would own the café's files: they could be removed, added to, and kept from ever being dropped.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

CREATE FUNCTION refuse_owner_of_files() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_TABLE_NAME = 'inspection' AND EXISTS (SELECT FROM objection WHERE id = NEW.id)
    OR TG_TABLE_NAME = 'objection' AND EXISTS (SELECT FROM inspection WHERE id = NEW.id) THEN
    RAISE EXCEPTION 'an inspection and an objection never have the same id' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER one_owner BEFORE INSERT ON inspection FOR EACH ROW EXECUTE FUNCTION refuse_owner_of_files();
CREATE TRIGGER one_owner BEFORE INSERT ON objection FOR EACH ROW EXECUTE FUNCTION refuse_owner_of_files();

-- A file of an objection goes with it, and none is added to it later; of an inspection, only while that is open.
CREATE OR REPLACE FUNCTION keep_files() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  of_owner uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.owner ELSE NEW.owner END;
BEGIN
  IF EXISTS (SELECT FROM inspection_version WHERE inspection_id = of_owner AND state = 'closed')
    OR EXISTS (SELECT FROM objection WHERE id = of_owner AND NOT (TG_OP = 'DELETE' AND violation_is_dropped(violation_id)))
    OR TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM inspection WHERE id = of_owner)
      AND NOT EXISTS (SELECT FROM objection WHERE id = of_owner) THEN
    RAISE EXCEPTION 'files of a closed inspection and of an objection are append-only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

-- As before, and as long as an objection has its id, which may be so since before this version: its files are the café's as well.
CREATE OR REPLACE FUNCTION erasable_inspection(wanted uuid, months integer) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
  visit record;
BEGIN
  SELECT greatest(
           max(at),
           (SELECT max(at) FROM inspection_correction WHERE inspection_id = wanted),
           (SELECT max(added_at) FROM attachment WHERE owner = wanted)) AS written_at,
         least(min(started_at), min(at)) AS began_at,
         greatest(max(ended_at), max(at)) AS ended_at
  INTO visit FROM inspection_version WHERE inspection_id = wanted;
  RETURN coalesce(visit.written_at < now() - make_interval(months => greatest(months, 24)), false)
    AND EXISTS (SELECT FROM inspection WHERE id = wanted AND erased_at IS NULL)
    AND NOT EXISTS (SELECT FROM objection WHERE id = wanted)
    AND NOT EXISTS (SELECT FROM site_record WHERE inspection_id = wanted)
    AND NOT EXISTS (SELECT FROM case_action WHERE inspection = wanted)
    AND NOT EXISTS (SELECT FROM inspection_version WHERE inspection_id = wanted AND recheck_of IS NOT NULL)
    AND NOT EXISTS (SELECT FROM violation WHERE id IN (
      SELECT unnest(violations) FROM inspection_version WHERE inspection_id = wanted
      UNION ALL SELECT violation_id FROM case_step WHERE inspection = wanted))
    AND NOT EXISTS (SELECT FROM legal_hold
      WHERE lifted_at IS NULL
        AND day_from <= (visit.ended_at AT TIME ZONE 'Asia/Shanghai')::date
        AND day_to >= (visit.began_at AT TIME ZONE 'Asia/Shanghai')::date)
    AND NOT EXISTS (SELECT FROM record_request
      WHERE granted IS NOT FALSE AND ends_at > now() AND from_at <= visit.ended_at AND to_at > visit.began_at
        AND EXISTS (SELECT FROM inspection_version
          WHERE inspection_id = wanted AND record_request.place_code = ANY (place_codes)));
END
$$;
