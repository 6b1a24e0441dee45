-- Whose turn it is at work that only one may do at a time, over all nodes.
--
-- Rows, and not advisory locks: whoever may connect to the database, such as a role of Grafana, can hold any advisory lock as long as
-- it likes, and so would end the making of days, the record of accesses, checkpoints, export. A row is locked only by who may write it.
CREATE TABLE turn (
  work text NOT NULL,
  part smallint NOT NULL DEFAULT 0 CHECK (part BETWEEN 0 AND 63), -- of the things that the work is about, those with one hash
  holder uuid, -- of a turn that lasts longer than a transaction; null: nobody
  until timestamptz, -- when it ends unless it is renewed
  PRIMARY KEY (work, part),
  CHECK ((holder IS NULL) = (until IS NULL))
);
INSERT INTO turn (work)
SELECT unnest(ARRAY['access-month', 'calendar', 'checkpoint', 'day-tables', 'drop-day', 'figures', 'kafka-export', 'nightly-figures',
  'retention', 'sample-round', 'vault-key', 'verification-round']);
INSERT INTO turn (work, part)
SELECT work, part
FROM unnest(ARRAY['campaign', 'export-link', 'inspection', 'return', 'target', 'unmasking', 'worklist-view']) AS work,
  generate_series(0, 63) AS part;
GRANT SELECT, UPDATE (holder, until) ON turn TO lingdian_service;

-- Waits for the turn, and keeps it to the end of the transaction. Work about different things may go on at the same time.
CREATE FUNCTION take_turn(wanted text, thing text DEFAULT NULL) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM FROM turn WHERE work = wanted AND part = CASE WHEN thing IS NULL THEN 0 ELSE hashtext(thing) & 63 END FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no turns are taken at %', wanted;
  END IF;
END
$$;

-- The same, if nobody has it now.
CREATE FUNCTION try_turn(wanted text) RETURNS boolean LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM FROM turn WHERE work = wanted AND part = 0 FOR UPDATE SKIP LOCKED;
  IF FOUND THEN
    RETURN true;
  END IF;
  IF NOT EXISTS (SELECT FROM turn WHERE work = wanted AND part = 0) THEN
    RAISE EXCEPTION 'no turns are taken at %', wanted;
  END IF;
  RETURN false;
END
$$;

-- Takes or renews a turn for some seconds, whatever becomes of the connection.
CREATE FUNCTION hold_turn(wanted text, who uuid, seconds integer) RETURNS boolean LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE turn SET holder = who, until = clock_timestamp() + make_interval(secs => seconds)
  WHERE work = wanted AND part = 0 AND (holder IS NULL OR holder = who OR until < clock_timestamp());
  RETURN FOUND;
END
$$;

CREATE FUNCTION end_turn(wanted text, who uuid) RETURNS void LANGUAGE sql SET search_path FROM CURRENT AS $$
  UPDATE turn SET holder = NULL, until = NULL WHERE work = wanted AND part = 0 AND holder = who
$$;
REVOKE ALL ON FUNCTION take_turn, try_turn, hold_turn, end_turn FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_turn, try_turn, hold_turn, end_turn TO lingdian_service;

CREATE OR REPLACE FUNCTION erase_inspection(wanted uuid, months integer, remainder bytea) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  photographs integer;
BEGIN
  PERFORM take_turn('inspection', wanted::text); -- as who writes on it
  IF NOT erasable_inspection(wanted, months) THEN
    RETURN NULL;
  END IF;
  UPDATE inspection SET erased_at = now() WHERE id = wanted;
  UPDATE inspection_version AS written
  SET content = CASE WHEN NOT EXISTS (
    SELECT FROM inspection_version AS later WHERE later.inspection_id = wanted AND later.version > written.version) THEN remainder END
  WHERE inspection_id = wanted;
  UPDATE inspection_correction SET note = NULL WHERE inspection_id = wanted;
  DELETE FROM photo_thumbnail USING attachment WHERE attachment.id = photo_thumbnail.attachment AND attachment.owner = wanted;
  UPDATE attachment SET name = NULL, content = NULL, content_key = NULL WHERE owner = wanted;
  GET DIAGNOSTICS photographs = ROW_COUNT;
  RETURN photographs;
END
$$;
