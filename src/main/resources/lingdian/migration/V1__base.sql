-- The record of the cafés and all that is derived from it.
--
-- Two rules hold everywhere below. The journal and all that is derived from it hold person tokens only: numbers, names,
-- birth dates and quarantined texts lie encrypted in "sealed". And everything that the judge decides is committed
-- while the one row of "head" is locked, so that commit order is one order: of verdicts, of findings, of the feed.

-- The service works as this role; the owner migrates. Neither can change the journal. Where the owner may not create
-- roles, an administrator creates this one and grants it to the owner first.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lingdian_service') THEN
    CREATE ROLE lingdian_service NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was quicker
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT lingdian_service TO %I', current_user);
EXCEPTION
  WHEN insufficient_privilege THEN
    IF NOT pg_has_role(current_user, 'lingdian_service', 'MEMBER') THEN
      RAISE;
    END IF;
END
$$;

CREATE TABLE head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL DEFAULT 0 CHECK (position >= 0), -- of the feed's newest message
  facts_version bigint NOT NULL DEFAULT 0 -- counts changes of hours, orders, suspensions and cafés
);
INSERT INTO head DEFAULT VALUES;

-- Which key ring seals this database: a start with another one is refused.
CREATE TABLE key_ring (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  fingerprint text NOT NULL
);

CREATE TABLE cafe (
  place_code text PRIMARY KEY CHECK (place_code ~ '^[0-9]{6}10[0-9]{6}$'),
  name text NOT NULL,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  licence_number text NOT NULL,
  licence_valid_until date, -- its last local day; null: without end
  terminals integer CHECK (terminals >= 0),
  staff_terminals text[] NOT NULL DEFAULT '{}',
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  address text,
  time_zone text NOT NULL DEFAULT 'Asia/Shanghai',
  created_at timestamptz NOT NULL
);
CREATE INDEX cafe_by_region ON cafe (region text_pattern_ops, place_code);

CREATE TABLE agent_key (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  key_hash bytea NOT NULL UNIQUE, -- SHA-256 of a 256-bit random key
  created_at timestamptz NOT NULL,
  ended_at timestamptz
);

CREATE TABLE account (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'regulator', 'auditor', 'operator')),
  authority text CHECK (authority IN ('culture', 'public-security')),
  region text CHECK (region ~ '^[0-9]{6}$'),
  place_code text REFERENCES cafe,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK (role <> 'regulator' OR (authority IS NOT NULL AND region IS NOT NULL)),
  CHECK (role <> 'operator' OR place_code IS NOT NULL)
);

-- Hours (SPEC.md, section 4). "entered" is the order of entry: on one level the latest entered wins.
CREATE TABLE schedule (
  entered bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place_code text REFERENCES cafe,
  region text CHECK (region ~ '^[0-9]{6}$'),
  weekly jsonb NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  document text NOT NULL,
  entered_at timestamptz NOT NULL,
  CHECK (num_nonnulls(place_code, region) = 1),
  CHECK (valid_to >= valid_from)
);
CREATE INDEX schedule_by_cafe ON schedule (place_code) WHERE place_code IS NOT NULL;
CREATE INDEX schedule_by_region ON schedule (region) WHERE region IS NOT NULL;

CREATE TABLE hours_order (
  entered bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  place_code text REFERENCES cafe,
  region text CHECK (region ~ '^[0-9]{6}$'),
  kind text NOT NULL CHECK (kind IN ('open', 'closed')),
  begins_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at >= begins_at), -- equal: ended before it began
  document text NOT NULL,
  entered_at timestamptz NOT NULL,
  CHECK (num_nonnulls(place_code, region) = 1)
);
CREATE INDEX hours_order_by_cafe ON hours_order (place_code) WHERE place_code IS NOT NULL;
CREATE INDEX hours_order_by_region ON hours_order (region) WHERE region IS NOT NULL;

CREATE TABLE suspension (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  begins_at timestamptz NOT NULL,
  ends_at timestamptz CHECK (ends_at >= begins_at),
  document text NOT NULL,
  entered_at timestamptz NOT NULL
);
CREATE INDEX suspension_by_cafe ON suspension (place_code);

-- Streams. "number" stands for (place_code, stream) in the journal, which would else repeat 30 bytes an event.
CREATE SEQUENCE stream_number AS integer;
CREATE TABLE stream (
  number integer PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  stream uuid NOT NULL,
  acked_seq bigint NOT NULL CHECK (acked_seq >= 0),
  chain bytea NOT NULL CHECK (length(chain) = 32),
  superseded boolean NOT NULL DEFAULT false,
  began_at timestamptz NOT NULL,
  UNIQUE (place_code, stream)
);

-- What the judge knows of a café after its last committed event; "version" lets a node see that another wrote it.
CREATE TABLE cafe_state (
  place_code text PRIMARY KEY REFERENCES cafe,
  version bigint NOT NULL,
  received_at timestamptz NOT NULL, -- when anything was last received
  effective_at timestamptz, -- the latest effective time
  open_sessions integer NOT NULL CHECK (open_sessions >= 0),
  state text NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE session (
  place_code text NOT NULL REFERENCES cafe,
  session text NOT NULL,
  terminal text NOT NULL,
  token uuid NOT NULL,
  stream_number integer NOT NULL REFERENCES stream,
  login_seq bigint NOT NULL,
  login_day date NOT NULL, -- the received day of the login, where its record lies
  started_at timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= started_at),
  end_stream_number integer,
  end_seq bigint,
  inferred_end boolean NOT NULL DEFAULT false,
  contested boolean NOT NULL DEFAULT false, -- the person has another session that overlaps
  shared_detected_at timestamptz, -- when IDENTITY_SHARED was first found for it
  PRIMARY KEY (place_code, session)
);
CREATE UNIQUE INDEX session_open_terminal ON session (place_code, terminal) WHERE ended_at IS NULL;
CREATE INDEX session_by_person ON session (token, (coalesce(ended_at, 'infinity'::timestamptz)));
CREATE INDEX session_contested ON session (place_code) WHERE ended_at IS NULL AND contested;

-- The journal: append-only, chained by hash within its stream, in day partitions by received day (UTC+8).
CREATE TABLE journal (
  day date NOT NULL,
  stream_number integer NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  received_at timestamptz NOT NULL,
  sent_at timestamptz,
  effective_at timestamptz, -- null where the event was rejected
  body text NOT NULL, -- the tokenised event
  outcome text, -- the verdict or reject exactly as it was sent
  content_mac bytea NOT NULL, -- keyed hash of the event as parsed JSON: tells a repetition from other content
  sealed_hash bytea, -- SHA-256 of the ciphertext in "sealed"
  chain bytea NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (stream_number, seq, day)
) PARTITION BY RANGE (day);

-- Personal data and quarantined texts, encrypted with keys that are not in the database.
CREATE TABLE sealed (
  day date NOT NULL,
  stream_number integer NOT NULL,
  seq bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('identity', 'officer', 'quarantine', 'conflict')),
  ciphertext bytea NOT NULL,
  ciphertext_hash bytea NOT NULL,
  PRIMARY KEY (stream_number, seq, kind, ciphertext_hash, day)
) PARTITION BY RANGE (day);

CREATE TABLE violation (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  place_code text NOT NULL REFERENCES cafe,
  region text NOT NULL,
  standing text NOT NULL CHECK (standing IN ('fact', 'suspicion', 'lead')),
  state text NOT NULL CHECK (state IN ('open', 'ended')),
  case_step text NOT NULL DEFAULT 'new',
  authorities text[] NOT NULL,
  started_at timestamptz NOT NULL,
  detected_at timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= started_at),
  seconds bigint,
  sessions integer,
  peak integer,
  snapshot text NOT NULL, -- the violation as JSON, without its person; evidence names each café's region
  stream_number integer, -- with login_seq and login_day: the login whose document it is about
  login_seq bigint,
  login_day date,
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
);
CREATE INDEX violation_newest ON violation (detected_at DESC, id);
CREATE INDEX violation_by_cafe ON violation (place_code, detected_at DESC, id);
CREATE INDEX violation_by_region ON violation (region text_pattern_ops, detected_at DESC, id);

-- The feed: positions without gaps, in commit order, because they are numbered under the lock on "head".
CREATE TABLE feed (
  position bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  event text NOT NULL CHECK (event IN ('opened', 'updated', 'ended', 'case')),
  violation_id uuid NOT NULL,
  place_code text NOT NULL,
  code text NOT NULL,
  standing text NOT NULL,
  authorities text[] NOT NULL,
  snapshot text NOT NULL, -- as of this change
  stream_number integer,
  login_seq bigint,
  login_day date
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sealed FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON sealed FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Makes the partitions of one received day. Runs as the owner, so that the service needs no right to create tables.
CREATE FUNCTION ensure_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  parent text;
  child text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.ensure_day'));
  FOREACH parent IN ARRAY ARRAY['journal', 'sealed'] LOOP
    child := parent || to_char(wanted, '_YYYYMMDD');
    IF to_regclass(child) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent, wanted, wanted + 1);
      EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', child);
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', child);
    END IF;
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION ensure_day FROM PUBLIC;

REVOKE UPDATE, DELETE, TRUNCATE ON journal, sealed FROM CURRENT_USER;
DO $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO lingdian_service', current_schema());
END
$$;
GRANT SELECT, INSERT ON journal, sealed, feed, key_ring TO lingdian_service;
GRANT SELECT, UPDATE ON head TO lingdian_service;
GRANT SELECT, INSERT, UPDATE ON
  cafe, agent_key, account, schedule, hours_order, suspension, stream, cafe_state, session, violation TO lingdian_service;
GRANT USAGE ON SEQUENCE stream_number TO lingdian_service;
GRANT EXECUTE ON FUNCTION ensure_day TO lingdian_service;
