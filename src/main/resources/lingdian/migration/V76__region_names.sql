-- The names of the regions that have a café or a campaign, for dashboards: a person reads a name and not a code. A job of the service
-- enters them from its table of divisions (regions.csv), and corrects them when that table changes.
CREATE TABLE region_name (
  region text PRIMARY KEY CHECK (region ~ '^[0-9]{6}$'),
  name text NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON region_name TO lingdian_service;
