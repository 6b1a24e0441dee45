-- Campaigns of several levels: a region issues one, the regions below it join and enter what they did.

-- What a campaign rests on: its notice, the entry of the yearly plan of inspections, and the approval of the government
-- of the same level.
ALTER TABLE campaign
  ADD COLUMN notice_number text,
  ADD COLUMN notice_date date CHECK ((notice_number IS NULL) = (notice_date IS NULL)),
  ADD COLUMN plan text,
  ADD COLUMN approval text,
  ADD COLUMN approval_date date CHECK ((approval IS NULL) = (approval_date IS NULL));
ALTER TABLE campaign_version
  ADD COLUMN notice_number text,
  ADD COLUMN notice_date date CHECK ((notice_number IS NULL) = (notice_date IS NULL)),
  ADD COLUMN plan text,
  ADD COLUMN approval text,
  ADD COLUMN approval_date date CHECK ((approval IS NULL) = (approval_date IS NULL));

-- Null in entries that were made before regions could join: they are of the campaign's own region.
ALTER TABLE campaign_entry ADD COLUMN region text CHECK (region ~ '^[0-9]{6}$');

-- The regions that joined, each with its own units and papers, and the later versions of them.
CREATE TABLE campaign_participant (
  campaign_id uuid NOT NULL REFERENCES campaign,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  version integer NOT NULL CHECK (version > 0),
  units text[] NOT NULL,
  notice_number text,
  notice_date date CHECK ((notice_number IS NULL) = (notice_date IS NULL)),
  plan text,
  approval text,
  approval_date date CHECK ((approval IS NULL) = (approval_date IS NULL)),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  PRIMARY KEY (campaign_id, region, version)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON campaign_participant FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON campaign_participant FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON campaign_participant FROM CURRENT_USER;
GRANT SELECT, INSERT ON campaign_participant TO lingdian_service;
