-- Both tables are written for each batch of events.

-- A stream is updated in place, and needs room on its page for the version that the next batch replaces.
ALTER TABLE stream SET (fillfactor = 50);

-- A session's stream belongs to a café and has a foreign key of its own: this one only cost a look-up and a lock each login.
ALTER TABLE session DROP CONSTRAINT session_place_code_fkey;
