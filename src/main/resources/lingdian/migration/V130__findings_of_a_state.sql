-- The findings that a café's state remembers, each a row: they are long, and a login changes one of them at most, while the
-- counts beside them change with each.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- A row is written only by who has just written the state, which another node's commit would have refused.
CREATE TABLE cafe_finding (
  place_code text NOT NULL REFERENCES cafe_state ON DELETE CASCADE,
  of_session boolean NOT NULL, -- about an open session, else about a person of the business day
  id text NOT NULL, -- of the session; of the finding
  finding text NOT NULL, -- all of the session; the finding
  PRIMARY KEY (place_code, of_session, id)
) WITH (fillfactor = 70);
GRANT SELECT, INSERT, UPDATE, DELETE ON cafe_finding TO lingdian_service;

INSERT INTO cafe_finding (place_code, of_session, id, finding)
SELECT place_code, true, key, value::text FROM cafe_state, jsonb_each(state::jsonb -> 'sessionFindings')
WHERE state LIKE '%"sessionFindings"%'
UNION ALL
SELECT place_code, false, key, value::text FROM cafe_state, jsonb_each(state::jsonb #> '{suspicions,cards}')
WHERE state LIKE '%"cards"%';

UPDATE cafe_state SET state = (state::jsonb - 'sessionFindings' #- '{suspicions,cards}')::text
WHERE state LIKE '%"sessionFindings"%' OR state LIKE '%"cards"%';
