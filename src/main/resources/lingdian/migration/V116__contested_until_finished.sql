-- A session stays contested after its end until all is found that it shows: an event that ends the sessions of a whole café, whose
-- guests were at very many other seats meanwhile, would find all of that in one transaction.
ALTER TABLE session ADD end_seen boolean NOT NULL DEFAULT false; -- contested, ended, and looked at since
DROP INDEX session_contested;
UPDATE session SET contested = false WHERE ended_at IS NOT NULL AND contested;
CREATE INDEX session_contested ON session (place_code) WHERE contested;
