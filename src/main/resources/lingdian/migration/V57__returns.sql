-- Returns (returns.md): what the office of a county reported upward of a period, frozen under its officer's name. A correction
-- is the next version, beside those before it; the rows that figures count are elsewhere, and may change afterwards.
CREATE TABLE return_submission (
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  region text NOT NULL CHECK (region ~ '^[0-9]{4}(0[1-9]|[1-9][0-9])$'), -- a county
  period text NOT NULL -- a month, quarter, half-year or year, or a campaign's id
    CHECK (period ~ '^([0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$'),
  version integer NOT NULL CHECK (version > 0), -- of one return, without gaps
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  officer text NOT NULL, -- the name of that account then
  form text NOT NULL, -- the version of the form
  figures jsonb NOT NULL CHECK (jsonb_typeof(figures) = 'object'), -- by column: of the period, and accumulated
  PRIMARY KEY (authority, region, period, version)
);
CREATE INDEX return_submission_by_period ON return_submission (period, authority, region);
CREATE INDEX return_submission_by_account ON return_submission (account);

-- Only an officer of the county answers for its figures, and no version is left out.
CREATE FUNCTION refuse_foreign_return() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM account
    WHERE id = NEW.account AND role = 'regulator' AND authority = NEW.authority AND region = NEW.region) THEN
    RAISE EXCEPTION 'a return is submitted by an officer of its county' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.version <> 1 + (
    SELECT count(*) FROM return_submission
    WHERE authority = NEW.authority AND region = NEW.region AND period = NEW.period) THEN
    RAISE EXCEPTION 'versions of a return have no gaps' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER by_its_county BEFORE INSERT ON return_submission FOR EACH ROW EXECUTE FUNCTION refuse_foreign_return();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON return_submission FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON return_submission FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON return_submission FROM CURRENT_USER;
GRANT SELECT, INSERT ON return_submission TO lingdian_service;

-- What returns count of a period.
CREATE INDEX case_action_counted ON case_action (at) WHERE action IN ('correct', 'file', 'spot', 'decide', 'transfer');
CREATE INDEX complaint_by_decision ON complaint (decided_at) WHERE decided_at IS NOT NULL;
