-- Since when the account of a case's step had its role, scope and secrets, as of that step. Only checks by accounts that had
-- been unchanged for a while refute a rule, or one administrator could make the people who check (rules.md).
ALTER TABLE case_step ADD COLUMN account_since timestamptz; -- null: of a step before this column; the account's own says it
COMMENT ON COLUMN case_step.account_since IS 'since when the account had its role, scope and secrets, as of this step';

DROP TRIGGER append_only ON case_step;
CREATE TRIGGER append_only
  BEFORE DELETE OR UPDATE OF violation_id, number, action, step, at, account, account_since, authority, inspection, code,
    rule_version, place_code
  ON case_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
