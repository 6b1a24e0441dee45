-- Targets (returns.md): how many of its cafés each county of a region is to inspect in each month, quarter, half-year or year. Set by
-- an officer of the region; a change is the next version, beside those before it, since past periods keep theirs.
CREATE TABLE target (
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'), -- whose counties it holds for
  kind text NOT NULL CHECK (kind IN ('inspected', 'drawn')),
  every text NOT NULL CHECK (every IN ('month', 'quarter', 'half-year', 'year')),
  version integer NOT NULL CHECK (version > 0), -- without gaps
  percent integer CHECK (percent BETWEEN 1 AND 100), -- of a county's cafés; null: ended
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  PRIMARY KEY (authority, region, kind, every, version)
);
CREATE INDEX target_by_account ON target (account);

CREATE FUNCTION refuse_foreign_target() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM account
    WHERE id = NEW.account AND role = 'regulator' AND authority = NEW.authority AND region = NEW.region) THEN
    RAISE EXCEPTION 'a target is set by an officer of its region' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER by_its_region BEFORE INSERT ON target FOR EACH ROW EXECUTE FUNCTION refuse_foreign_target();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON target FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON target FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON target FROM CURRENT_USER;
GRANT SELECT, INSERT ON target TO lingdian_service;
