-- How far the look at the whole record has come, one row a night: a restart goes on where it was.
CREATE TABLE verification_round (
  night date PRIMARY KEY, -- the local date on which it began
  next_stream integer NOT NULL DEFAULT 0, -- streams with lower numbers are done
  records bigint NOT NULL DEFAULT 0,
  broken integer NOT NULL DEFAULT 0, -- streams with a record that does not fit
  began_at timestamptz NOT NULL,
  ended_at timestamptz
);
GRANT SELECT ON verification_round TO lingdian_service;
