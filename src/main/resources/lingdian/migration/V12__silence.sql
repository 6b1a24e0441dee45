-- Silences (SPEC.md, section 5, MEASURES_STOPPED): when to look whether a café has been silent for too long.
--
-- The row is no deadline that moves with each batch: that would be one more write for every commit. It says when it is worth
-- to look; the look works the deadline out from the café's state and puts the row off to it. An active café costs one such
-- look in each quarter of an hour, and a commit of events nothing at all.
CREATE TABLE silence_watch (
  place_code text PRIMARY KEY REFERENCES cafe,
  look_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX silence_watch_due ON silence_watch (look_at);

-- Every café that was ever heard is watched. Fires for the first commit of a café only: later ones update its state.
CREATE FUNCTION watch_for_silence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO silence_watch (place_code, look_at) VALUES (NEW.place_code, NEW.received_at);
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION watch_for_silence FROM PUBLIC;
CREATE TRIGGER watched_for_silence AFTER INSERT ON cafe_state FOR EACH ROW EXECUTE FUNCTION watch_for_silence();
INSERT INTO silence_watch (place_code, look_at) SELECT place_code, received_at FROM cafe_state;

-- When each node of the service received without a break: all other time is the service's own, and no café's silence.
CREATE TABLE listening (
  id uuid PRIMARY KEY,
  from_at timestamptz NOT NULL,
  heard_until timestamptz NOT NULL, -- everything that the node received up to then is committed
  renewed_at timestamptz NOT NULL,
  over boolean NOT NULL DEFAULT false,
  CHECK (heard_until >= from_at)
) WITH (fillfactor = 50);

GRANT SELECT, UPDATE ON silence_watch TO lingdian_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON listening TO lingdian_service;
