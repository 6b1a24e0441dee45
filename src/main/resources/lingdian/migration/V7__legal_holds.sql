-- Legal holds (SPEC.md, section 8): an authority names received days that retention may not drop.
--
-- Days are dropped whole, over all cafés, so a hold of one café's days holds the days. Whether a day may be dropped is one question:
--   SELECT EXISTS (SELECT FROM legal_hold WHERE lifted_at IS NULL AND day_from <= :day AND day_to >= :day)
CREATE TABLE legal_hold (
  id uuid PRIMARY KEY,
  day_from date NOT NULL,
  day_to date NOT NULL CHECK (day_to >= day_from), -- included
  place_code text REFERENCES cafe, -- null: of all cafés in the region
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')), -- with region: whose it is
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  reason bytea NOT NULL, -- encrypted: people write names into reasons
  made_by uuid NOT NULL REFERENCES account,
  made_at timestamptz NOT NULL,
  lifting_reason bytea, -- encrypted
  lifting_asked_by uuid REFERENCES account,
  lifting_asked_at timestamptz,
  lifted_by uuid REFERENCES account, -- a second person
  lifted_at timestamptz,
  CHECK (num_nonnulls(lifting_reason, lifting_asked_by, lifting_asked_at) IN (0, 3)),
  CHECK (num_nonnulls(lifted_by, lifted_at) IN (0, 2)),
  CHECK (lifted_by IS NULL OR lifted_by <> lifting_asked_by),
  CHECK (lifted_by IS NULL OR lifting_asked_by IS NOT NULL)
);
CREATE INDEX legal_hold_running ON legal_hold (day_to) WHERE lifted_at IS NULL;

-- A hold is never taken back but by lifting it, which stays on record.
CREATE FUNCTION keep_legal_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.lifted_at IS NOT NULL THEN
    RAISE EXCEPTION 'a legal hold that was lifted stays as it is' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER lifted_once BEFORE UPDATE ON legal_hold FOR EACH ROW EXECUTE FUNCTION keep_legal_hold();
CREATE TRIGGER never_deleted BEFORE DELETE ON legal_hold FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT,
  UPDATE (lifting_reason, lifting_asked_by, lifting_asked_at, lifted_by, lifted_at)
  ON legal_hold TO lingdian_service;
