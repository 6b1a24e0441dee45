-- What people do about a violation (SPEC.md, section 5): the steps of its case and the comments on it, append-only.
--
-- Every step is written under the lock on "head", with the violation's new state and the feed's message about it, so that
-- it has its place in the one order of all that happens. There is no foreign key to "violation": what was done stays on
-- record when the violation itself was dropped after its time.
ALTER TABLE violation ADD CONSTRAINT violation_case_step CHECK (
  case_step IN ('new', 'acknowledged', 'dispatched', 'confirmed', 'dismissed', 'unverifiable', 'closed'));
CREATE INDEX violation_by_case ON violation (case_step, detected_at DESC, id) WHERE case_step <> 'new';

CREATE TABLE case_step (
  violation_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0), -- of one violation's entries, without gaps
  action text NOT NULL,
  step text NOT NULL, -- where the case stood after it
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  inspection uuid, -- that was sent, or that found it
  note bytea NOT NULL, -- encrypted: people write names into notes
  found bytea, -- encrypted: what a confirmation names, where it is not the note
  -- What a step is about, so that figures of it need no other table.
  code text NOT NULL,
  rule_version text NOT NULL,
  place_code text NOT NULL,
  PRIMARY KEY (violation_id, number),
  CHECK ((action, step) IN (
    ('acknowledge', 'acknowledged'), ('dispatch', 'dispatched'), ('confirm', 'confirmed'), ('dismiss', 'dismissed'),
    ('mark-unverifiable', 'unverifiable'), ('close', 'closed')) OR action = 'comment'),
  CHECK (step IN ('new', 'acknowledged', 'dispatched', 'confirmed', 'dismissed', 'unverifiable', 'closed')),
  CHECK (action <> 'dispatch' OR inspection IS NOT NULL)
);
-- Each step is taken once: the states of a case never come again.
CREATE UNIQUE INDEX case_step_once ON case_step (violation_id, action) WHERE action <> 'comment';
CREATE INDEX case_step_by_inspection ON case_step (inspection) WHERE inspection IS NOT NULL;
CREATE INDEX case_step_by_rule ON case_step (code, rule_version, at) WHERE action IN ('confirm', 'dismiss');

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON case_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON case_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON case_step FROM CURRENT_USER;
GRANT SELECT, INSERT ON case_step TO lingdian_service;
