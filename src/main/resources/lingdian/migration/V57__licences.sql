-- Where a café was licensed on which days, so that the coverage of past days is of the cafés that a county had then: by the
-- county of now, a café that moves would take them along, while what was heard of it stays where it was counted.
--
-- What was changed before this migration has no time: those cafés count as if they had always been as the next change found them.
ALTER TABLE cafe_past ADD COLUMN changed_at timestamptz;
ALTER TABLE cafe_past ALTER COLUMN changed_at SET DEFAULT now();

-- The day of a change belongs to what held when it began: by that the day's figures were counted, too.
CREATE VIEW reporting.cafe_licence WITH (security_barrier) AS
SELECT place_code, region, coalesce(lag(last_day) OVER known + 1, founded) AS since,
       least(licence_valid_until, last_day) AS licensed_until
FROM (SELECT entered, place_code, cafe_past.region, cafe_past.licence_valid_until,
             (changed_at AT TIME ZONE known_zone(cafe_past.time_zone))::date AS last_day,
             (created_at AT TIME ZONE known_zone(cafe.time_zone))::date AS founded
      FROM cafe_past JOIN cafe USING (place_code) WHERE changed_at IS NOT NULL
      UNION ALL
      SELECT NULL, place_code, region, licence_valid_until, NULL, (created_at AT TIME ZONE known_zone(time_zone))::date
      FROM cafe) AS era
WINDOW known AS (PARTITION BY place_code ORDER BY entered NULLS LAST);

-- Of premises, and exact. A county's sum of a year is some thousand rows here, and of its cafés' days a hundred times as many.
CREATE VIEW reporting.region_day WITH (security_barrier) AS
SELECT day, region, cafes, heartbeats, patrols, hours_heard FROM region_day WHERE cafes > 0;

-- As before, from the county's day itself instead of all of its cafés'.
CREATE OR REPLACE VIEW reporting.login_day WITH (security_barrier) AS
SELECT day, region, published(logins_allowed::numeric, day) AS logins_allowed,
       published(logins_denied::numeric, day) AS logins_denied, published(minors_refused::numeric, day) AS minors_refused
FROM region_day WHERE cafes > 0;

GRANT SELECT ON reporting.cafe_licence, reporting.region_day TO grafana_reader;
