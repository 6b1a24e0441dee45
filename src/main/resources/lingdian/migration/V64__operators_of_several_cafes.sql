-- An operator's account may see several cafés, such as those of a chain's owner (who-may-see-what in law.md). "place_code" is the
-- first of them; most accounts have no other.
ALTER TABLE account
  ADD COLUMN other_place_codes text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT account_other_cafes CHECK (
    other_place_codes = '{}'
    OR role = 'operator' AND cardinality(other_place_codes) <= 199 AND array_position(other_place_codes, NULL) IS NULL);
COMMENT ON COLUMN account.other_place_codes IS 'further cafés of an operator, beside place_code; empty: none';

-- A foreign key of each. No café is ever deleted.
CREATE FUNCTION account_cafes_exist() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM unnest(NEW.other_place_codes) AS one
             WHERE NOT EXISTS (SELECT FROM cafe WHERE cafe.place_code = one)) THEN
    RAISE foreign_key_violation USING MESSAGE = 'an account names a café that does not exist';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER cafes_exist BEFORE INSERT OR UPDATE OF other_place_codes ON account FOR EACH ROW
  WHEN (NEW.other_place_codes <> '{}') EXECUTE FUNCTION account_cafes_exist();

-- A change of the further cafés is a change of rights, too.
DROP TRIGGER rights_changed ON account;
CREATE TRIGGER rights_changed BEFORE UPDATE ON account FOR EACH ROW
  WHEN ((NEW.role, NEW.authority, NEW.region, NEW.place_code, NEW.other_place_codes, NEW.ended_at)
    IS DISTINCT FROM (OLD.role, OLD.authority, OLD.region, OLD.place_code, OLD.other_place_codes, OLD.ended_at))
  EXECUTE FUNCTION account_rights_changed();
