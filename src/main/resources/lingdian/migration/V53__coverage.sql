-- From when and until when a café is licensed, so that coverage counts those too of which nothing was heard.
CREATE OR REPLACE VIEW reporting.cafe WITH (security_barrier) AS
SELECT place_code, name, region, terminals, latitude, longitude, received_at AS last_heard_at,
       (created_at AT TIME ZONE known_zone(time_zone))::date AS since, licence_valid_until AS licensed_until
FROM cafe LEFT JOIN cafe_state USING (place_code);
