-- What one authority does about one café's violations (casework.md): the case, its violations, who deals with it, and every
-- action on it. A case's present state is one row, so that a worklist reads one table; its history is append-only, and each
-- action has its entry in the access log's chain.

CREATE TABLE case_file (
  id uuid PRIMARY KEY,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  place_code text NOT NULL REFERENCES cafe,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'), -- the county that deals with it
  time_zone text NOT NULL, -- the café's, by whose local date days are counted
  business_day date NOT NULL,
  number text,
  opened_at timestamptz NOT NULL,
  step text NOT NULL,
  step_before text, -- of a closed case: the step at which it was closed
  closed_at timestamptz,
  merged_into uuid REFERENCES case_file,
  correct_until date, -- while it is being corrected: by when; null: at once
  trigger text CHECK (trigger IN ('data-monitoring', 'complaint', 'transfer', 'plan', 'special', 'application', 'surprise')),
  officers bytea, -- encrypted: who deals with it, with names
  demand bytea, -- encrypted: what the last order to correct demands
  sanctions jsonb, -- of the decision
  version bigint NOT NULL CHECK (version > 0),
  -- What worklists sort by, kept with each change.
  running boolean NOT NULL, -- whether one of its violations is open
  priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 2), -- high, normal, low
  began_at timestamptz NOT NULL, -- of its earliest violation
  due_at timestamptz NOT NULL, -- the end of the earliest deadline that runs; the year 9999: none runs
  ended boolean NOT NULL GENERATED ALWAYS AS (step IN ('closed', 'transferred')) STORED,
  UNIQUE (id, authority),
  CONSTRAINT case_file_step CHECK (
    step IN ('lead', 'assigned', 'checked', 'correcting', 'spot', 'declined', 'filed', 'review', 'notified', 'hearing', 'decided',
             'executing', 'transferred', 'closed')),
  CHECK ((step = 'closed') = (step_before IS NOT NULL)),
  CHECK ((step = 'closed') = (closed_at IS NOT NULL)),
  CHECK (step_before <> 'closed'),
  CHECK (merged_into IS NULL OR step = 'closed' AND merged_into <> id),
  CHECK (step = 'correcting' OR correct_until IS NULL)
);
-- What a violation can join.
CREATE INDEX case_file_joinable ON case_file (place_code, authority, business_day, opened_at, id) WHERE step IN ('lead', 'assigned');
-- The worklist of what is not over is small; with all that ever was, each order has its index.
CREATE INDEX case_file_open ON case_file (priority, opened_at DESC, id) WHERE NOT ended;
CREATE INDEX case_file_newest ON case_file (opened_at DESC, id);
CREATE INDEX case_file_by_priority ON case_file (priority, opened_at DESC, id);
CREATE INDEX case_file_by_due ON case_file (due_at, id);
CREATE INDEX case_file_longest ON case_file (began_at, id);
CREATE INDEX case_file_by_region ON case_file (region text_pattern_ops, opened_at DESC, id);
CREATE INDEX case_file_by_cafe ON case_file (place_code, opened_at DESC, id);
CREATE INDEX case_file_by_step ON case_file (step, opened_at DESC, id);
CREATE INDEX case_file_merged ON case_file (merged_into) WHERE merged_into IS NOT NULL;

-- A violation belongs to one case of each of its authorities. What it was is copied, since the violation itself is dropped
-- earlier, and goes along when its café moves to another county.
CREATE TABLE case_violation (
  violation_id uuid NOT NULL,
  authority text NOT NULL,
  case_id uuid NOT NULL,
  joined_at timestamptz NOT NULL,
  outcome text CHECK (outcome IN ('true', 'untrue', 'unverifiable')), -- of this authority's check; null: not checked
  code text NOT NULL,
  standing text NOT NULL CHECK (standing IN ('fact', 'suspicion', 'lead')),
  state text NOT NULL CHECK (state IN ('open', 'ended')),
  case_step text NOT NULL, -- its own progress
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  peak integer, -- the most sessions or terminals at once
  terminals integer, -- distinct ones
  PRIMARY KEY (violation_id, authority),
  FOREIGN KEY (case_id, authority) REFERENCES case_file (id, authority)
);
CREATE INDEX case_violation_by_case ON case_violation (case_id, joined_at, violation_id);
CREATE INDEX case_violation_by_code ON case_violation (code, case_id);

-- The accounts among the officers that deal with a case now.
CREATE TABLE case_assignee (
  account uuid NOT NULL REFERENCES account,
  case_id uuid NOT NULL REFERENCES case_file,
  PRIMARY KEY (account, case_id)
);
CREATE INDEX case_assignee_by_case ON case_assignee (case_id);

CREATE TABLE case_action (
  case_id uuid NOT NULL REFERENCES case_file,
  number integer NOT NULL CHECK (number > 0), -- of one case, without gaps
  action text NOT NULL CHECK (action IN (
    'open', 'assign', 'dispatch', 'check', 'correct', 'recheck', 'file', 'decline', 'spot', 'review', 'notify', 'hear', 'decide',
    'serve', 'pay', 'execute', 'transfer', 'comment', 'merge', 'close', 'reopen')),
  step text NOT NULL, -- of the case after it
  at timestamptz NOT NULL,
  account uuid REFERENCES account, -- null: the service opened it
  place_code text NOT NULL,
  inspection uuid,
  note bytea, -- encrypted
  particulars bytea, -- encrypted: what the action says besides, as JSON
  PRIMARY KEY (case_id, number),
  CHECK ((action = 'open') = (number = 1)),
  CHECK (action = 'open' OR account IS NOT NULL)
);
CREATE INDEX case_action_by_inspection ON case_action (inspection) WHERE inspection IS NOT NULL;
CREATE INDEX case_action_by_account ON case_action (account);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF case_id, number, action, step, at, account, place_code, inspection
  ON case_action FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF note, particulars ON case_action
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('note', 'particulars');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON case_action FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a case is never changes; its step moves only with its version, and a version is never taken back.
CREATE FUNCTION keep_case_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.authority, NEW.place_code, NEW.business_day, NEW.opened_at) IS DISTINCT FROM
     (OLD.id, OLD.authority, OLD.place_code, OLD.business_day, OLD.opened_at)
    OR NEW.version < OLD.version
    OR NEW.step <> OLD.step AND NEW.version = OLD.version
    OR OLD.merged_into IS NOT NULL AND NEW.step <> OLD.step THEN
    RAISE EXCEPTION 'a case keeps what it is, and moves only by a new version' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER keeps_what_it_is BEFORE UPDATE ON case_file FOR EACH ROW EXECUTE FUNCTION keep_case_file();
CREATE TRIGGER never_deleted BEFORE DELETE ON case_file FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON case_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Deferred, because the action is written after the case.
CREATE FUNCTION refuse_unwritten_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM (SELECT step FROM case_action WHERE case_id = NEW.id ORDER BY number DESC LIMIT 1) AS last
    JOIN case_file ON case_file.id = NEW.id AND case_file.step = last.step) THEN
    RAISE EXCEPTION 'a case moves with its action written' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER opened_with_its_action AFTER INSERT ON case_file DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unwritten_step();
CREATE CONSTRAINT TRIGGER moved_with_its_action AFTER UPDATE ON case_file DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.step <> OLD.step) EXECUTE FUNCTION refuse_unwritten_step();

-- A violation stays in its case, unless the case is merged into another one; an outcome is never taken back.
CREATE FUNCTION keep_case_violation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.violation_id, NEW.authority, NEW.joined_at) IS DISTINCT FROM (OLD.violation_id, OLD.authority, OLD.joined_at)
    OR OLD.outcome IS NOT NULL AND NEW.outcome IS NULL THEN
    RAISE EXCEPTION 'a violation stays in its case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER stays_in_its_case BEFORE UPDATE ON case_violation FOR EACH ROW EXECUTE FUNCTION keep_case_violation();
CREATE TRIGGER never_deleted BEFORE DELETE ON case_violation FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON case_violation FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How far the feed has been read. The node that holds the row reads on, and moves the row in the transaction that groups.
CREATE TABLE case_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL
);
INSERT INTO case_head (position) VALUES (0);

REVOKE UPDATE, DELETE, TRUNCATE ON case_file, case_violation, case_action FROM CURRENT_USER;
GRANT SELECT, INSERT, UPDATE ON case_file, case_violation TO lingdian_service;
GRANT SELECT, INSERT, DELETE ON case_assignee TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (note, particulars) ON case_action TO lingdian_service;
GRANT SELECT, UPDATE ON case_head TO lingdian_service;
