-- The evidence bundle of a violation that was dispatched or confirmed, sealed, kept as long as its case (SPEC.md, section 8):
-- the records that it rests on are dropped with their day.
CREATE TABLE kept_bundle (
  violation_id uuid PRIMARY KEY,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'), -- the county whose scope it shows: the café's
  made_at timestamptz NOT NULL,
  bundle bytea, -- encrypted
  refused text, -- why there is none
  CHECK (num_nonnulls(bundle, refused) = 1)
);
CREATE TRIGGER kept_as_it_is BEFORE UPDATE ON kept_bundle FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT, DELETE ON kept_bundle TO lingdian_service; -- it goes with its case
