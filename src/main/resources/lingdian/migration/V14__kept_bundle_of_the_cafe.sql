-- A case also keeps the bundle that the café's operator may have: without other cafés' records, inspections and
-- photographs.
ALTER TABLE kept_bundle
  ADD COLUMN cafe_bundle bytea, -- encrypted
  ADD CHECK (cafe_bundle IS NULL OR bundle IS NOT NULL);
CREATE TRIGGER only_resealed_for_the_cafe BEFORE UPDATE OF cafe_bundle ON kept_bundle
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('cafe_bundle');
GRANT UPDATE (cafe_bundle) ON kept_bundle TO lingdian_service;
