-- The releases of rules (SPEC.md, section 5): which rules are in force from when, who proposed and who released them.
--
-- Rules decide who is accused. So what was released stays as it is, whatever came after; a person's proposal is released by
-- another person; and each release begins after all that was judged before it, which the service sees to under the lock on
-- "head" that every batch of the judge holds.
CREATE TABLE rule_release (
  id uuid PRIMARY KEY,
  version text NOT NULL CHECK (length(version) BETWEEN 1 AND 64), -- every violation keeps it
  content text NOT NULL, -- the rules, as JSON
  source text NOT NULL CHECK (source IN ('file', 'account', 'service')),
  author uuid NOT NULL, -- who is shown what its rules in shadow find; the account of the environment has no row in "account"
  proposed_at timestamptz NOT NULL,
  asked_from timestamptz, -- null: from its release on
  state text NOT NULL CHECK (state IN ('proposed', 'released', 'withdrawn')),
  decided_by uuid, -- null: released by the file's operator or by the service itself
  decided_at timestamptz,
  number bigint UNIQUE, -- in the order of their release
  begins_at timestamptz,
  CHECK ((state = 'proposed') = (decided_at IS NULL)),
  CHECK ((state = 'released') = (number IS NOT NULL)),
  CHECK ((state = 'released') = (begins_at IS NOT NULL)),
  CHECK (state <> 'proposed' OR decided_by IS NULL),
  CONSTRAINT a_second_person CHECK (state <> 'released' OR source <> 'account' OR (decided_by IS NOT NULL AND decided_by <> author))
);
-- A version that was withdrawn was in force nowhere, and may be proposed again.
CREATE UNIQUE INDEX rule_release_version ON rule_release (version) WHERE state <> 'withdrawn';
CREATE INDEX rule_release_newest ON rule_release (proposed_at DESC, id);

CREATE FUNCTION keep_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'proposed' THEN
    RAISE EXCEPTION 'what was released or withdrawn stays so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER decided_once BEFORE UPDATE ON rule_release FOR EACH ROW EXECUTE FUNCTION keep_release();
CREATE TRIGGER never_deleted BEFORE DELETE ON rule_release FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE (state, decided_by, decided_at, number, begins_at) ON rule_release TO lingdian_service;
