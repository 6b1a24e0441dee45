-- The access log (SPEC.md, sections 7 and 8): who saw and did what.
--
-- Append-only like the journal, and one chain: each entry's hash covers the one before it. Entries are numbered without
-- gaps under the lock on access_log_head, a row of its own, so that nobody who writes here waits for a batch of events or
-- makes one wait. Times never go back from one entry to the next, so that a month is a range of numbers: whole months can
-- be dropped from the beginning, and the chain goes on from the entry that recorded the cut.

CREATE TABLE access_log_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL DEFAULT 0 CHECK (position >= 0), -- of the newest entry
  at timestamptz NOT NULL DEFAULT '-infinity',
  chain bytea NOT NULL CHECK (length(chain) = 32) -- the newest entry's
);
INSERT INTO access_log_head (chain) VALUES (sha256('lingdian access log'));

CREATE TABLE access_log (
  position bigint NOT NULL CHECK (position > 0),
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('account', 'agent', 'service', 'nobody')),
  actor_id text, -- of an account its id, of an agent its café
  action text NOT NULL CHECK (action ~ '^[a-z][a-z-]{1,39}$'),
  outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'attempted')),
  subject_kind text CHECK (subject_kind ~ '^[a-z][a-z-]{1,39}$'),
  subject_id text,
  region text CHECK (region ~ '^[0-9]{6}$'), -- that the subject belongs to, where it has one
  person uuid, -- the token of whom it was about: never shown
  details text NOT NULL, -- JSON: codes and numbers
  reason bytea, -- encrypted: people write names into reasons
  reason_hash bytea, -- SHA-256 of the ciphertext
  chain bytea NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (position, at),
  CHECK ((actor_kind IN ('account', 'agent')) = (actor_id IS NOT NULL)),
  CHECK (subject_kind IS NOT NULL OR subject_id IS NULL),
  CHECK ((reason IS NULL) = (reason_hash IS NULL))
) PARTITION BY RANGE (at);
CREATE INDEX access_log_by_time ON access_log (at);
CREATE INDEX access_log_by_actor ON access_log (actor_id, position) WHERE actor_id IS NOT NULL;
CREATE INDEX access_log_by_subject ON access_log (subject_id, position) WHERE subject_id IS NOT NULL;
CREATE INDEX access_log_by_action ON access_log (action, position);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_ended BEFORE DELETE ON access_log_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON access_log_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_going_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.position <= OLD.position OR NEW.at < OLD.at THEN
    RAISE EXCEPTION 'the table % only goes on', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER goes_on BEFORE UPDATE ON access_log_head FOR EACH ROW EXECUTE FUNCTION refuse_going_back();

-- Makes the partition of a moment's month (UTC+8). Attached, not created in place: that would wait for every reader of the
-- log, and whoever writes would wait with it. Runs as the owner, so that the service needs no right to create tables.
CREATE FUNCTION ensure_access_month(wanted timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  first timestamp := date_trunc('month', wanted AT TIME ZONE 'Asia/Shanghai');
  child text := 'access_log' || to_char(first, '_YYYYMM');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.ensure_access_month'));
  IF to_regclass(child) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE access_log INCLUDING ALL)', child);
    EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', child);
    EXECUTE format('ALTER TABLE access_log ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', child,
      first AT TIME ZONE 'Asia/Shanghai', (first + interval '1 month') AT TIME ZONE 'Asia/Shanghai');
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', child);
  END IF;
END
$$;
REVOKE ALL ON FUNCTION ensure_access_month FROM PUBLIC;

REVOKE UPDATE, DELETE, TRUNCATE ON access_log FROM CURRENT_USER;
GRANT SELECT, INSERT ON access_log TO lingdian_service;
GRANT SELECT, UPDATE ON access_log_head TO lingdian_service;
GRANT EXECUTE ON FUNCTION ensure_access_month TO lingdian_service;
