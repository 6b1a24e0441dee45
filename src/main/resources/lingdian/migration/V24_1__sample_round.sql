-- How far the nightly replay of some cafés has come, one row a night: a restart goes on where it was, the next night behind it.
CREATE TABLE sample_round (
  night date PRIMARY KEY, -- the local date on which it began
  next_place text NOT NULL DEFAULT '', -- cafés with lesser place codes are done
  cafes integer NOT NULL DEFAULT 0,
  same bigint NOT NULL DEFAULT 0, -- findings that the replay found again as they are stored
  different bigint NOT NULL DEFAULT 0, -- stored otherwise, not stored, or not found again
  outside bigint NOT NULL DEFAULT 0, -- of which a replay of one café can say nothing
  unreadable integer NOT NULL DEFAULT 0, -- cafés whose record could not be replayed
  began_at timestamptz NOT NULL,
  ended_at timestamptz
);
GRANT SELECT ON sample_round TO lingdian_service;
