-- What the judge was told of a café besides its events (hellos, repeated numbers, late answers, broken chains, the neighbours of a
-- silence): no event and so in no journal, but findings come of it, and a replay of the record has to know.
--
-- One row for each; a café adds some few a day, whenever its line comes back. No person and no token is in them, so they outlive
-- the received day and go with the violations of their time.
CREATE TABLE aside (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  events bigint NOT NULL CHECK (events >= 0), -- of all streams of the café, that were judged before
  at timestamptz NOT NULL,
  content text NOT NULL CHECK (length(content) <= 1000) -- JSON
);
CREATE INDEX aside_by_cafe ON aside (place_code, number);
CREATE INDEX aside_by_time ON aside (at);

CREATE TRIGGER append_only BEFORE UPDATE ON aside FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON aside FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, TRUNCATE ON aside FROM CURRENT_USER;
GRANT SELECT, INSERT ON aside TO lingdian_service;

-- Where there was a record before this table, what it would have held of that time is not known. By the clock that events are
-- received by, which is not always the database's.
CREATE TABLE aside_begun (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  at timestamptz NOT NULL
);
INSERT INTO aside_begun (at) SELECT max(received_at) FROM cafe_state HAVING count(*) > 0;
GRANT SELECT ON aside_begun TO lingdian_service;

-- What was told besides goes with the violations of its time; a hold keeps what was found on its days, also by rules that nobody
-- is shown yet.
CREATE OR REPLACE FUNCTION drop_findings(before timestamptz, closed_since timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  dropped bigint;
BEGIN
  IF before > now() - interval '365 days' THEN
    RAISE EXCEPTION 'violations are kept for a year at least' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM violation
  WHERE state = 'ended' AND detected_at < before
    AND NOT kept_case(id, case_step, closed_since)
    AND NOT held_day((detected_at AT TIME ZONE interval '8 hours')::date);
  GET DIAGNOSTICS dropped = ROW_COUNT;
  DELETE FROM shadow_violation
  WHERE state = 'ended' AND detected_at < before
    AND NOT held_day((detected_at AT TIME ZONE interval '8 hours')::date);
  DELETE FROM kept_evidence WHERE NOT held_day(day) AND NOT EXISTS (
    SELECT FROM kept_for JOIN violation ON violation.id = violation_id
    WHERE kept_for.stream_number = kept_evidence.stream_number AND kept_for.seq = kept_evidence.seq
      AND kept_case(violation.id, case_step, closed_since));
  DELETE FROM feed WHERE position < coalesce(
    (SELECT min(position) FROM feed WHERE at >= before), (SELECT position + 1 FROM head));
  DELETE FROM aside WHERE at < before;
  RETURN dropped;
END
$$;
