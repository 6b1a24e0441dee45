-- Which cafés an operator's account was of, so that they are told of it although it is of another one by now: otherwise whoever makes
-- accounts could speak for a café by one that the café never sees.
ALTER TABLE account ADD COLUMN former_place_codes text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN account.former_place_codes IS 'cafés that the account was an operator''s of before; empty: none';
CREATE INDEX account_by_change ON account ((coalesce(changed_at, created_at)));

CREATE OR REPLACE FUNCTION account_rights_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  NEW.rights_version := OLD.rights_version + 1;
  NEW.former_place_codes := ARRAY(
    SELECT DISTINCT one FROM unnest(OLD.former_place_codes || OLD.place_code || OLD.other_place_codes) AS one
    WHERE one IS NOT NULL AND one IS DISTINCT FROM NEW.place_code AND one <> ALL (NEW.other_place_codes));
  UPDATE sign_in_session SET ended_at = clock_timestamp() WHERE account = NEW.id AND ended_at IS NULL;
  DELETE FROM invitation WHERE account = NEW.id;
  RETURN NEW;
END
$$;

-- How long the account that objects had been what it is: an administrator can make one that speaks as the café.
ALTER TABLE objection ADD COLUMN account_since timestamptz; -- null: of an objection before this column
COMMENT ON COLUMN objection.account_since IS 'since when the account had its role, scope and secrets, as of this objection';
DROP TRIGGER append_only ON objection;
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF id, violation_id, number, at, account, account_since ON objection
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
