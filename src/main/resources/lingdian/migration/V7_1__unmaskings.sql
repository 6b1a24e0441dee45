-- Leave to see one violation's person, or one text in quarantine, unmasked (SPEC.md, section 7). What was shown is not kept here.
CREATE TABLE unmasking (
  id uuid PRIMARY KEY,
  violation_id uuid NOT NULL REFERENCES violation ON DELETE CASCADE,
  what text NOT NULL CHECK (what IN ('person', 'quarantine')),
  stream uuid, -- with seq: of the text in quarantine
  seq bigint,
  second_person text CHECK (second_person IN ('minor', 'under-14', 'age-unknown', 'quarantine')), -- why one is needed
  reason bytea NOT NULL, -- encrypted: people write names into reasons
  asked_by uuid NOT NULL REFERENCES account,
  asked_at timestamptz NOT NULL,
  granted boolean, -- null: a second person has not decided yet
  decided_by uuid REFERENCES account,
  decided_at timestamptz,
  ends_at timestamptz NOT NULL, -- undecided: when the request lapses; granted: when it is masked again
  CHECK (num_nonnulls(stream, seq) = CASE what WHEN 'quarantine' THEN 2 ELSE 0 END),
  CHECK ((what = 'quarantine') = (coalesce(second_person, '') = 'quarantine')),
  CHECK (num_nonnulls(decided_by, decided_at) IN (0, 2)),
  CHECK (decided_by IS NULL OR granted IS NOT NULL),
  CHECK (granted IS NULL OR second_person IS NULL OR decided_by IS NOT NULL),
  CHECK (decided_by <> asked_by),
  CHECK (granted IS NOT TRUE OR ends_at <= coalesce(decided_at, asked_at) + interval '15 minutes')
);
CREATE INDEX unmasking_by_account ON unmasking (asked_by, asked_at);
CREATE INDEX unmasking_newest ON unmasking (asked_at DESC, id);
CREATE INDEX unmasking_by_violation ON unmasking (violation_id);

-- What was decided stays decided.
CREATE FUNCTION keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.granted IS NOT NULL THEN
    RAISE EXCEPTION 'what was decided in % stays decided', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER decided_once BEFORE UPDATE ON unmasking FOR EACH ROW EXECUTE FUNCTION keep_decision();

GRANT SELECT, INSERT, UPDATE (granted, decided_by, decided_at, ends_at) ON unmasking TO lingdian_service;
