-- Of very many sessions that a person has in one café, most are looked at there alone: a café can make any number of
-- them, and every other café where that person sits, or whose clock is far behind, had all of them read with each event.
-- The first index no longer has them, so that nobody else reads them; the second one is nearly empty.
ALTER TABLE session
  ADD apart boolean NOT NULL DEFAULT false,
  ADD ends_apart boolean NOT NULL DEFAULT false; -- apart once it has ended
DROP INDEX session_by_person;
CREATE INDEX session_by_person ON session (token, (coalesce(ended_at, 'infinity'::timestamptz))) WHERE NOT apart;
CREATE INDEX session_apart ON session (token, place_code, (coalesce(ended_at, 'infinity'::timestamptz))) WHERE apart;
