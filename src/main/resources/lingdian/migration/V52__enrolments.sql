-- Enrolment: a café's agent gets its key for a code that is used once (enrolment.md).
CREATE TABLE enrolment (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  code_hash bytea NOT NULL UNIQUE CHECK (length(code_hash) = 16), -- keyed: 60 random bits alone could be searched
  issuer text NOT NULL CHECK (issuer IN ('admin', 'culture', 'public-security')),
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > issued_at),
  used_at timestamptz,
  agent text CHECK (length(agent) <= 200), -- name and version of the program that used it
  withdrawn_at timestamptz CHECK (withdrawn_at IS NULL OR used_at IS NULL)
);
CREATE INDEX enrolment_newest ON enrolment (issued_at DESC, id);
CREATE INDEX enrolment_by_cafe ON enrolment (place_code, issued_at DESC);
GRANT SELECT, INSERT, UPDATE (used_at, agent, withdrawn_at) ON enrolment TO lingdian_service;

-- Keys in the order in which they were made, whatever the nodes' clocks said: the first use of an enrolled key ends the earlier ones.
ALTER TABLE agent_key
  ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN enrolled_at timestamptz, -- null: an administrator made the key
  ADD COLUMN first_used_at timestamptz; -- of an enrolled key; null: it was not used yet
CREATE INDEX agent_key_by_cafe ON agent_key (place_code, number);
CREATE INDEX agent_key_newest ON agent_key (created_at DESC, id);

-- When wrong codes came from a network, at most ten in an hour. The network is a keyed hash: the rows identify nobody.
CREATE TABLE enrolment_refusal (
  network bytea PRIMARY KEY CHECK (length(network) = 16),
  times timestamptz[] NOT NULL CHECK (cardinality(times) BETWEEN 1 AND 10),
  last_at timestamptz NOT NULL
);
CREATE INDEX enrolment_refusal_by_age ON enrolment_refusal (last_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON enrolment_refusal TO lingdian_service;

-- What is told of a café's keys, to its operator and both authorities. The database writes it, so that no change is missed.
CREATE TABLE key_change (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  at timestamptz NOT NULL,
  change text NOT NULL CHECK (change IN ('code-issued', 'code-withdrawn', 'enrolled', 'key-made', 'key-ended')),
  issuer text CHECK (issuer IN ('admin', 'culture', 'public-security')) -- of a code
);
CREATE INDEX key_change_by_time ON key_change (at);
CREATE INDEX key_change_by_cafe ON key_change (place_code, number DESC);
GRANT SELECT ON key_change TO lingdian_service;

CREATE FUNCTION tell_enrolment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO key_change (place_code, at, change, issuer) VALUES (NEW.place_code, NEW.issued_at, 'code-issued', NEW.issuer);
  ELSIF OLD.used_at IS NULL AND NEW.used_at IS NOT NULL THEN
    INSERT INTO key_change (place_code, at, change, issuer) VALUES (NEW.place_code, NEW.used_at, 'enrolled', NEW.issuer);
  ELSIF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL THEN
    INSERT INTO key_change (place_code, at, change, issuer) VALUES (NEW.place_code, NEW.withdrawn_at, 'code-withdrawn', NEW.issuer);
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION tell_enrolment FROM PUBLIC;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON enrolment FOR EACH ROW EXECUTE FUNCTION tell_enrolment();

-- An enrolled key is told with the use of its code.
CREATE FUNCTION tell_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO key_change (place_code, at, change) VALUES (NEW.place_code, NEW.ended_at, 'key-ended');
  ELSIF NEW.enrolled_at IS NULL THEN
    INSERT INTO key_change (place_code, at, change) VALUES (NEW.place_code, NEW.created_at, 'key-made');
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION tell_key FROM PUBLIC;
CREATE TRIGGER told_when_made AFTER INSERT ON agent_key FOR EACH ROW EXECUTE FUNCTION tell_key();
CREATE TRIGGER told_when_ended AFTER UPDATE OF ended_at ON agent_key FOR EACH ROW
  WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION tell_key();

-- A café is waited for from its first agent key on, or from the expiry of its first code, whichever is earlier.
CREATE OR REPLACE FUNCTION watch_for_absence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO absence_watch AS watch (place_code, keyed_at, look_at) VALUES (NEW.place_code, NEW.created_at, NEW.created_at)
  ON CONFLICT (place_code) DO UPDATE SET keyed_at = excluded.keyed_at, look_at = least(watch.look_at, excluded.look_at)
  WHERE watch.keyed_at > excluded.keyed_at;
  RETURN NULL;
END
$$;
CREATE FUNCTION watch_for_enrolment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO absence_watch (place_code, keyed_at, look_at) VALUES (NEW.place_code, NEW.expires_at, NEW.expires_at)
  ON CONFLICT (place_code) DO NOTHING;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION watch_for_enrolment FROM PUBLIC;
CREATE TRIGGER watched_for_absence AFTER INSERT ON enrolment FOR EACH ROW EXECUTE FUNCTION watch_for_enrolment();
