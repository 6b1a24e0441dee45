-- Campaigns (专项行动) and what was done in them. Append-only: a wrong entry is withdrawn, and entered again.
CREATE TABLE campaign (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  authorities text[] NOT NULL CHECK (cardinality(authorities) > 0 AND authorities <@ ARRAY['culture', 'public-security']),
  units text[] NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account
);
CREATE INDEX campaign_newest ON campaign (at DESC, id);

CREATE TABLE campaign_entry (
  id uuid PRIMARY KEY,
  campaign_id uuid NOT NULL REFERENCES campaign,
  type text NOT NULL CHECK (type IN ('activity', 'inspection', 'training', 'letters')),
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  unit text NOT NULL,
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  inspection uuid REFERENCES inspection,
  within uuid REFERENCES campaign_entry, -- the activity that it is part of
  figures jsonb NOT NULL, -- of an inspection: as they were when it was entered, closed
  CHECK ((type = 'inspection') = (inspection IS NOT NULL)),
  CHECK (within IS NULL OR type IN ('activity', 'inspection'))
);
CREATE INDEX campaign_entry_by_campaign ON campaign_entry (campaign_id, at, id);

CREATE TABLE campaign_withdrawal (
  entry_id uuid PRIMARY KEY REFERENCES campaign_entry,
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account
);

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['campaign', 'campaign_entry', 'campaign_withdrawal'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', one);
    EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', one);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', one);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO lingdian_service', one);
  END LOOP;
END
$$;
