-- The record of the cafés: the events of their agents as received, and the judge's state of each café.
--
-- The journal and everything derived from it hold person tokens only. Numbers, names, birth dates and quarantined texts
-- are encrypted in "sealed".

-- The streams of a café's events. "number" stands for (place_code, stream) in the journal, which would otherwise repeat
-- 30 bytes an event. A row is updated with each batch; the fill factor leaves room on its page for the new version.
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
) WITH (fillfactor = 50);

-- Numbers the connections of all cafés, on all nodes, in the order in which they were opened. A café keeps the greatest
-- number whose hello was accepted, so that a hello that is read late neither takes a stream over nor causes a finding.
CREATE SEQUENCE connection_order;

-- What the judge knows of a café after its last committed event. "version" tells a node that another node has written
-- it.
CREATE TABLE cafe_state (
  place_code text PRIMARY KEY REFERENCES cafe,
  version bigint NOT NULL,
  received_at timestamptz, -- when anything was last received; null: only its absence was found
  effective_at timestamptz, -- the latest effective time
  open_sessions integer NOT NULL CHECK (open_sessions >= 0),
  state text NOT NULL,
  connection bigint NOT NULL DEFAULT 0 -- of connection_order
) WITH (fillfactor = 50);
GRANT USAGE ON SEQUENCE stream_number, connection_order TO lingdian_service;

-- Uses of terminals by persons. There is no foreign key to "cafe": the stream has one, and a second would cost each
-- login a lookup and a lock.
CREATE TABLE session (
  place_code text NOT NULL,
  session text NOT NULL,
  terminal text NOT NULL,
  token uuid NOT NULL,
  stream_number integer NOT NULL REFERENCES stream,
  login_seq bigint NOT NULL,
  login_day date NOT NULL, -- the received day of the login, which locates its record
  started_at timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= started_at),
  end_stream_number integer,
  end_seq bigint,
  inferred_end boolean NOT NULL DEFAULT false,
  contested boolean NOT NULL DEFAULT false, -- the person has another session that overlaps
  shared_detected_at timestamptz, -- when IDENTITY_SHARED was first found for it
  shared_late boolean NOT NULL DEFAULT false, -- whether what proved that was received more than a day late
  PRIMARY KEY (place_code, session)
);
CREATE UNIQUE INDEX session_open_terminal ON session (place_code, terminal) WHERE ended_at IS NULL;
CREATE INDEX session_by_person ON session (token, (coalesce(ended_at, 'infinity'::timestamptz)));
CREATE INDEX session_contested ON session (place_code) WHERE ended_at IS NULL AND contested;
CREATE INDEX session_by_login_day ON session USING brin (login_day); -- read once a day, so it must cost next to nothing
GRANT SELECT, INSERT, UPDATE ON stream, cafe_state, session TO lingdian_service;

-- ANALYZE samples 3,000 rows of a session or of a day of the journal instead of 30,000. While it samples, no dead row
-- version can be removed, and each batch, which replaces states and streams, has to skip more of them. These tables are
-- read by their keys, so a small sample is enough. (ensure_day does this for day partitions.)
ALTER TABLE session
  ALTER place_code SET STATISTICS 10, ALTER session SET STATISTICS 10, ALTER terminal SET STATISTICS 10,
  ALTER token SET STATISTICS 10, ALTER stream_number SET STATISTICS 10, ALTER login_seq SET STATISTICS 10,
  ALTER login_day SET STATISTICS 10, ALTER started_at SET STATISTICS 10, ALTER ended_at SET STATISTICS 10,
  ALTER end_stream_number SET STATISTICS 10, ALTER end_seq SET STATISTICS 10, ALTER inferred_end SET STATISTICS 10,
  ALTER contested SET STATISTICS 10, ALTER shared_detected_at SET STATISTICS 10;

-- Logins that opened a session while the external verifier gave no answer. The node that claims a row asks again, and
-- deletes the row in the commit that records the answer.
CREATE TABLE unverified_login (
  place_code text NOT NULL,
  session text NOT NULL,
  due_at timestamptz NOT NULL, -- a claim moves it into the future, so that the row is due again if the node dies
  PRIMARY KEY (place_code, session),
  FOREIGN KEY (place_code, session) REFERENCES session ON DELETE CASCADE
);
CREATE INDEX unverified_login_due ON unverified_login (due_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON unverified_login TO lingdian_service;

-- The journal: append-only, chained by hash within its stream, in partitions by received day (UTC+8).
CREATE TABLE journal (
  day date NOT NULL,
  stream_number integer NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  received_at timestamptz NOT NULL,
  sent_at timestamptz,
  effective_at timestamptz, -- null where the event was rejected
  body text NOT NULL, -- the tokenised event
  outcome text, -- the verdict or reject exactly as sent
  content_mac bytea NOT NULL, -- keyed hash of the event as parsed JSON: tells a repetition from other content
  sealed_hash bytea, -- the hash of the ciphertext in "sealed"
  chain bytea NOT NULL CHECK (length(chain) = 32),
  -- Values that figures are counted by, repeated from body and outcome. The chain does not cover them; "verify"
  -- compares them.
  type "char" NOT NULL, -- i login, o logout, h heartbeat, b opened, e closed, p patrol, x invalid
  answer "char", -- a allowed, d denied, r rejected; null: the event has no answer
  under_age boolean, -- whether the verdict says that the person is under age; null: there is no verdict
  admitted boolean, -- whether the login says that the person was admitted; null: it is not a login
  release_number smallint, -- of the rules that the verdict was made under (rule_release); null: there is no verdict
  PRIMARY KEY (stream_number, seq, day)
) PARTITION BY RANGE (day);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

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
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sealed FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON sealed FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON journal, sealed FROM CURRENT_USER;
GRANT SELECT, INSERT ON journal, sealed TO lingdian_service;

-- When an agent repeats a number with other content, the second version is in "sealed" (kind 'conflict'), and no
-- journal record names it. The second versions of each stream have a hash chain of their own here, so that changing or
-- deleting one is detected, while the proofs that a café holds, which belong to the journal's chain, stay valid.
--
-- The rows outlive the received day, as do the cuts of its drop: they hold no person and no token.
CREATE TABLE conflict (
  stream_number integer NOT NULL REFERENCES stream,
  number bigint NOT NULL CHECK (number > 0), -- without gaps within its stream
  day date NOT NULL, -- the received day of the second version
  seq bigint NOT NULL,
  ciphertext_hash bytea NOT NULL,
  chain bytea NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (stream_number, number)
);
CREATE TABLE conflict_head (
  stream_number integer PRIMARY KEY REFERENCES stream,
  number bigint NOT NULL CHECK (number > 0), -- of the newest one
  chain bytea NOT NULL CHECK (length(chain) = 32)
);

CREATE FUNCTION refuse_earlier_conflict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.stream_number <> OLD.stream_number OR NEW.number <> OLD.number + 1 THEN
    RAISE EXCEPTION 'the table % only moves forward', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON conflict FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON conflict FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goes_on BEFORE UPDATE ON conflict_head FOR EACH ROW EXECUTE FUNCTION refuse_earlier_conflict();
CREATE TRIGGER not_ended BEFORE DELETE ON conflict_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON conflict_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON conflict FROM CURRENT_USER;
GRANT SELECT ON conflict, conflict_head TO lingdian_service;

CREATE FUNCTION chain_sealed_conflict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM chain_conflict(NEW.stream_number, NEW.day, NEW.seq, NEW.ciphertext_hash);
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION chain_sealed_conflict FROM PUBLIC;
CREATE TRIGGER chained AFTER INSERT ON sealed
  FOR EACH ROW WHEN (NEW.kind = 'conflict') EXECUTE FUNCTION chain_sealed_conflict();

-- Which other contents came under a number that was received before: each is kept once, however often an agent sends it,
-- and of one number no more than sixteen. Dropped with the received day of its sealed text.
CREATE TABLE altered_repeat (
  stream_number integer NOT NULL REFERENCES stream,
  seq bigint NOT NULL,
  place smallint NOT NULL CHECK (place BETWEEN 1 AND 16),
  content_mac bytea NOT NULL CHECK (length(content_mac) = 16), -- keyed hash of the event as parsed JSON
  day date NOT NULL,
  PRIMARY KEY (stream_number, seq, place),
  UNIQUE (stream_number, seq, content_mac)
);
CREATE INDEX altered_repeat_by_day ON altered_repeat (day);
CREATE TRIGGER append_only BEFORE UPDATE ON altered_repeat FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON altered_repeat FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, TRUNCATE ON altered_repeat FROM CURRENT_USER;
GRANT SELECT, INSERT ON altered_repeat TO lingdian_service;

-- Past days are packed, some hundreds of records to a row: a record in a row of its own takes 136 bytes besides the
-- text of its event. The view "recorded" shows all records as they were appended, packed or not.
CREATE TABLE packed_record (
  day date NOT NULL,
  stream_number integer NOT NULL,
  first_seq bigint NOT NULL CHECK (first_seq > 0),
  last_seq bigint NOT NULL, -- the numbers in between have no gaps
  received_at timestamptz[] NOT NULL,
  sent_before bigint[] NOT NULL, -- microseconds from sent_at to received_at
  effective_before bigint[] NOT NULL, -- microseconds from effective_at to sent_at, or to received_at where there is no sent_at
  body text[] NOT NULL, -- with the character 1 in place of "at" if that is the time it was sent
  outcome text[] NOT NULL,
  content_macs bytea NOT NULL,
  sealed_hash bytea[] NOT NULL,
  chains bytea NOT NULL,
  type "char"[] NOT NULL,
  answer "char"[] NOT NULL,
  under_age boolean[] NOT NULL,
  admitted boolean[] NOT NULL,
  release_number smallint[] NOT NULL,
  PRIMARY KEY (stream_number, first_seq, last_seq, day),
  CHECK (last_seq - first_seq + 1 BETWEEN 1 AND 500),
  CHECK (cardinality(received_at) = last_seq - first_seq + 1 AND array_position(received_at, NULL) IS NULL),
  CHECK (cardinality(sent_before) = last_seq - first_seq + 1),
  CHECK (cardinality(effective_before) = last_seq - first_seq + 1),
  CHECK (cardinality(body) = last_seq - first_seq + 1 AND array_position(body, NULL) IS NULL),
  CHECK (cardinality(outcome) = last_seq - first_seq + 1),
  CHECK (length(content_macs) = 16 * (last_seq - first_seq + 1)),
  CHECK (cardinality(sealed_hash) = last_seq - first_seq + 1),
  CHECK (length(chains) = 32 * (last_seq - first_seq + 1)),
  CHECK (cardinality(type) = last_seq - first_seq + 1 AND array_position(type, NULL) IS NULL),
  CHECK (cardinality(answer) = last_seq - first_seq + 1),
  CHECK (cardinality(under_age) = last_seq - first_seq + 1),
  CHECK (cardinality(admitted) = last_seq - first_seq + 1),
  CHECK (cardinality(release_number) = last_seq - first_seq + 1)
) PARTITION BY RANGE (day);
-- Hashes do not compress, and a part of an uncompressed value can be read on its own.
ALTER TABLE packed_record ALTER content_macs SET STORAGE EXTERNAL, ALTER chains SET STORAGE EXTERNAL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON packed_record FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON packed_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE packed_day (
  day date PRIMARY KEY,
  packed_at timestamptz NOT NULL,
  records bigint NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON packed_day FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON packed_day FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON packed_record, packed_day FROM CURRENT_USER;
GRANT SELECT ON packed_record, packed_day TO lingdian_service;

-- Packed records as they were appended. A query for some numbers also restricts from_seq and to_seq, which find the
-- row. The bytes are taken out of the row once for all its records, and a record's own bytes before anything is sorted:
-- OFFSET 0 keeps these steps apart.
CREATE VIEW unpacked WITH (security_invoker = true) AS
SELECT packed.day, packed.stream_number, packed.first_seq + one.place - 1 AS seq, packed.first_seq AS from_seq, packed.last_seq AS to_seq,
       one.received_at, one.sent_at, one.effective_at, one.body, one.outcome, one.content_mac, one.sealed_hash, one.chain,
       one.type, one.answer, one.under_age, one.admitted, one.release_number
FROM packed_record AS packed
CROSS JOIN LATERAL (
  SELECT one.place, one.received_at, sent.sent_at,
         coalesce(sent.sent_at, one.received_at) - one.effective_before * interval '1 microsecond' AS effective_at,
         CASE WHEN position(E'\x01' IN one.body) > 0
           THEN replace(one.body, E'\x01', '"at":"' || to_char(sent.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"')
           ELSE one.body END AS body,
         one.outcome, substr(whole.content_macs, (one.place - 1)::integer * 16 + 1, 16) AS content_mac, one.sealed_hash,
         substr(whole.chains, (one.place - 1)::integer * 32 + 1, 32) AS chain,
         one.type, one.answer, one.under_age, one.admitted, one.release_number
  FROM (SELECT packed.content_macs || ''::bytea AS content_macs, packed.chains || ''::bytea AS chains OFFSET 0) AS whole
  CROSS JOIN unnest(packed.received_at, packed.sent_before, packed.effective_before, packed.body, packed.outcome, packed.sealed_hash,
                    packed.type, packed.answer, packed.under_age, packed.admitted, packed.release_number)
    WITH ORDINALITY AS one (received_at, sent_before, effective_before, body, outcome, sealed_hash, type, answer, under_age, admitted,
                            release_number, place)
  CROSS JOIN LATERAL (SELECT one.received_at - one.sent_before * interval '1 microsecond' AS sent_at) AS sent
  OFFSET 0) AS one;

CREATE VIEW recorded WITH (security_invoker = true) AS
SELECT day, stream_number, seq, seq AS from_seq, seq AS to_seq, received_at, sent_at, effective_at, body, outcome, content_mac,
       sealed_hash, chain, type, answer, under_age, admitted, release_number
FROM journal
UNION ALL
SELECT day, stream_number, seq, from_seq, to_seq, received_at, sent_at, effective_at, body, outcome, content_mac, sealed_hash, chain,
       type, answer, under_age, admitted, release_number
FROM unpacked;
GRANT SELECT ON unpacked, recorded TO lingdian_service, lingdian_reader;

-- The judge's inputs about a café besides its events: hellos, repeated numbers, late answers, broken chains, the
-- neighbours of a silence. They are not events and so not in the journal, but findings depend on them, and a replay
-- needs them.
--
-- A café adds a few rows a day. They hold no person and no token, so they outlive the received day and are dropped with
-- the violations of their time.
CREATE TABLE aside (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  events bigint NOT NULL CHECK (events >= 0), -- of all streams of the café, judged before it
  at timestamptz NOT NULL,
  content text NOT NULL CHECK (length(content) <= 1000) -- JSON
);
CREATE INDEX aside_by_cafe ON aside (place_code, number);
CREATE INDEX aside_by_time ON aside (at);
CREATE TRIGGER append_only BEFORE UPDATE ON aside FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON aside FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, TRUNCATE ON aside FROM CURRENT_USER;
GRANT SELECT, INSERT ON aside TO lingdian_service;

-- When to check whether a café has been silent for too long (MEASURES_STOPPED). The row is not a deadline that moves
-- with each batch, which would be one more write per commit: it says when a check is worthwhile. The check works the
-- deadline out from the café's state and moves the row to it. An active café costs one check every quarter of an hour.
CREATE TABLE silence_watch (
  place_code text PRIMARY KEY REFERENCES cafe,
  look_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX silence_watch_due ON silence_watch (look_at);
GRANT SELECT, UPDATE ON silence_watch TO lingdian_service;

-- Every café that has sent anything, or whose absence was found, is watched. Fires for the first commit of a café; later
-- ones update its state.
CREATE FUNCTION watch_for_silence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO silence_watch (place_code, look_at) VALUES (NEW.place_code,
    coalesce(NEW.received_at, (SELECT keyed_at FROM absence_watch WHERE place_code = NEW.place_code)));
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION watch_for_silence FROM PUBLIC;
CREATE TRIGGER watched_for_silence AFTER INSERT ON cafe_state FOR EACH ROW EXECUTE FUNCTION watch_for_silence();

-- When to check whether a café's agent has been absent for too long (AGENT_ABSENT). As above: one check a day for a café
-- that sends events. A café is waited for from its first agent key on, whether it ever sent anything or not.
CREATE TABLE absence_watch (
  place_code text PRIMARY KEY REFERENCES cafe,
  keyed_at timestamptz NOT NULL, -- when its first agent key was made
  look_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX absence_watch_due ON absence_watch (look_at);
GRANT SELECT, UPDATE ON absence_watch TO lingdian_service;

CREATE FUNCTION watch_for_absence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO absence_watch (place_code, keyed_at, look_at) VALUES (NEW.place_code, NEW.created_at, NEW.created_at)
  ON CONFLICT (place_code) DO NOTHING;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION watch_for_absence FROM PUBLIC;
CREATE TRIGGER watched_for_absence AFTER INSERT ON agent_key FOR EACH ROW EXECUTE FUNCTION watch_for_absence();

-- The changes of facts up to which cafés were marked for another check of their absence: one row for all nodes.
CREATE TABLE absence_facts (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  facts_version bigint NOT NULL DEFAULT 0
);
INSERT INTO absence_facts DEFAULT VALUES;
GRANT SELECT, UPDATE ON absence_facts TO lingdian_service;

-- When each node of the service received without a break. At any other time the service itself may have been down, and
-- a café is not accused of silence.
CREATE TABLE listening (
  id uuid PRIMARY KEY,
  from_at timestamptz NOT NULL,
  heard_until timestamptz NOT NULL, -- everything that the node received up to then is committed
  renewed_at timestamptz NOT NULL,
  over boolean NOT NULL DEFAULT false,
  CHECK (heard_until >= from_at)
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON listening TO lingdian_service;

-- The nodes that run now, each by a lease of fifteen seconds, and the cafés whose agents are connected to them.
CREATE TABLE live_node (
  node uuid PRIMARY KEY,
  renewed_at timestamptz NOT NULL -- by the database's clock
) WITH (fillfactor = 50);
CREATE TABLE connected_cafe (
  place_code text NOT NULL REFERENCES cafe,
  node uuid NOT NULL REFERENCES live_node ON DELETE CASCADE,
  PRIMARY KEY (place_code, node)
);
CREATE INDEX connected_cafe_by_node ON connected_cafe (node);
GRANT SELECT, INSERT, UPDATE, DELETE ON live_node TO lingdian_service;
GRANT SELECT, INSERT, DELETE ON connected_cafe TO lingdian_service;

-- Progress of the nightly verification of the whole record, one row a night: after a restart it continues there.
CREATE TABLE verification_round (
  night date PRIMARY KEY, -- the local date on which it began
  next_stream integer NOT NULL DEFAULT 0, -- streams with lower numbers are done
  records bigint NOT NULL DEFAULT 0,
  broken integer NOT NULL DEFAULT 0, -- streams with a record that does not fit
  began_at timestamptz NOT NULL,
  ended_at timestamptz
);

-- Progress of the nightly replay of some cafés, one row a night: after a restart it continues there, and the next night
-- starts after it.
CREATE TABLE sample_round (
  night date PRIMARY KEY, -- the local date on which it began
  next_place text NOT NULL DEFAULT '', -- cafés with lower place codes are done
  cafes integer NOT NULL DEFAULT 0,
  same bigint NOT NULL DEFAULT 0, -- findings that the replay found as they are stored
  different bigint NOT NULL DEFAULT 0, -- stored differently, not stored, or not found by the replay
  outside bigint NOT NULL DEFAULT 0, -- findings that a replay of one café cannot check
  unreadable integer NOT NULL DEFAULT 0, -- cafés whose record could not be replayed
  began_at timestamptz NOT NULL,
  ended_at timestamptz
);
GRANT SELECT ON verification_round, sample_round TO lingdian_service;
