-- Since when a café was beyond its daily quota, on the last received day on which it was: the notice on its page. The
-- access log, which only auditors read, has every such day.
CREATE TABLE beyond_quota (
  place_code text PRIMARY KEY REFERENCES cafe,
  since timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON beyond_quota TO lingdian_service;
