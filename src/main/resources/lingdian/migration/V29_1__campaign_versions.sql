-- What a campaign was changed to. How it was begun stands in "campaign"; its region and authorities never change.
CREATE TABLE campaign_version (
  campaign_id uuid NOT NULL REFERENCES campaign,
  version integer NOT NULL CHECK (version > 1),
  name text NOT NULL,
  units text[] NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  PRIMARY KEY (campaign_id, version)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON campaign_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON campaign_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON campaign_version FROM CURRENT_USER;
GRANT SELECT, INSERT ON campaign_version TO lingdian_service;
