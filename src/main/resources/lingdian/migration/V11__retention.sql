-- Dropping whole received days (SPEC.md, section 8), and what is left of them: figures without persons, the proof that
-- exactly they were dropped, and the evidence of cases.

-- What a received day came to in a café. No person, no token, no session and no hash is in it.
CREATE TABLE daily_figures (
  day date NOT NULL, -- the received day (UTC+8)
  place_code text NOT NULL,
  region text NOT NULL, -- of the café when the day was counted last
  events bigint NOT NULL,
  rejected_events bigint NOT NULL,
  heartbeats bigint NOT NULL,
  patrols bigint NOT NULL,
  logins_allowed bigint NOT NULL,
  logins_denied bigint NOT NULL,
  minors_refused bigint NOT NULL, -- logins that asked and were told that the person is under age
  minors_admitted bigint NOT NULL, -- sessions that opened all the same
  sessions bigint NOT NULL, -- whose login was received on the day
  session_minutes bigint NOT NULL, -- of those that ended
  terminals bigint NOT NULL, -- distinct ones with a session
  overtime_seconds bigint NOT NULL, -- of the OVERTIME_OPERATION found on the day
  PRIMARY KEY (day, place_code)
);

-- Denied logins by reason; one login may have several.
CREATE TABLE daily_denials (
  day date NOT NULL,
  place_code text NOT NULL,
  reason text NOT NULL,
  logins bigint NOT NULL,
  PRIMARY KEY (day, place_code, reason),
  FOREIGN KEY (day, place_code) REFERENCES daily_figures
);

CREATE VIEW daily_region_figures WITH (security_invoker = true) AS
SELECT day, region, count(*) AS cafes, sum(events) AS events, sum(rejected_events) AS rejected_events,
       sum(heartbeats) AS heartbeats, sum(patrols) AS patrols, sum(logins_allowed) AS logins_allowed,
       sum(logins_denied) AS logins_denied, sum(minors_refused) AS minors_refused, sum(minors_admitted) AS minors_admitted,
       sum(sessions) AS sessions, sum(session_minutes) AS session_minutes, sum(terminals) AS terminals,
       sum(overtime_seconds) AS overtime_seconds
FROM daily_figures GROUP BY day, region;

-- Each drop, chained by hash to the one before it, with the place where every stream was cut: verify goes on from there.
CREATE TABLE retention_drop (
  number bigint PRIMARY KEY CHECK (number > 0), -- without gaps
  day date NOT NULL UNIQUE,
  dropped_at timestamptz NOT NULL,
  records bigint NOT NULL,
  sealed_texts bigint NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32)
);

-- A stretch of one stream's records that a drop took out.
CREATE TABLE retention_cut (
  drop_number bigint NOT NULL, -- no foreign key: to check it takes a right to change drops, which nobody has
  stream_number integer NOT NULL REFERENCES stream,
  first_seq bigint NOT NULL CHECK (first_seq > 0),
  last_seq bigint NOT NULL CHECK (last_seq >= first_seq),
  chain_before bytea CHECK (length(chain_before) = 32), -- at the record before; null: there is none
  chain bytea NOT NULL CHECK (length(chain) = 32), -- at the last record
  PRIMARY KEY (stream_number, first_seq)
);
CREATE INDEX retention_cut_by_drop ON retention_cut (drop_number, stream_number, first_seq);

-- The records that prove a dispatched or confirmed violation outlive their day, with what was sealed with them.
CREATE TABLE kept_evidence (
  stream_number integer NOT NULL REFERENCES stream,
  seq bigint NOT NULL,
  day date NOT NULL,
  received_at timestamptz NOT NULL,
  sent_at timestamptz,
  effective_at timestamptz,
  body text NOT NULL,
  outcome text,
  content_mac bytea NOT NULL,
  sealed_hash bytea,
  chain_before bytea, -- with it the record's own chain hash can be computed; null: it is its stream's first
  chain bytea NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (stream_number, seq)
);
CREATE TABLE kept_text (
  stream_number integer NOT NULL,
  seq bigint NOT NULL,
  kind text NOT NULL,
  ciphertext bytea NOT NULL, -- as it was recorded, whose hash the chain covers
  ciphertext_hash bytea NOT NULL,
  resealed bytea, -- the same text under a key that is not the day's; null where it could not be opened any more
  PRIMARY KEY (stream_number, seq, kind, ciphertext_hash),
  FOREIGN KEY (stream_number, seq) REFERENCES kept_evidence ON DELETE CASCADE
);
CREATE TABLE kept_for (
  violation_id uuid NOT NULL REFERENCES violation ON DELETE CASCADE,
  stream_number integer NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (violation_id, stream_number, seq),
  FOREIGN KEY (stream_number, seq) REFERENCES kept_evidence ON DELETE CASCADE
);
CREATE INDEX kept_for_by_record ON kept_for (stream_number, seq);

CREATE INDEX session_by_login_day ON session USING brin (login_day); -- read once a day, so it may cost next to nothing

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON retention_drop FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON retention_cut FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON retention_drop FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON retention_cut FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_changed BEFORE UPDATE ON kept_evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Whether a legal hold names the day. A hold of one café holds the whole day, because days are dropped whole.
CREATE FUNCTION held_day(wanted date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM legal_hold WHERE wanted BETWEEN day_from AND day_to AND lifted_at IS NULL)
$$;

-- The days of which a partition is left, up to one of them. Never one that is younger than the law allows (Order 363,
-- Art. 23: sixty days) by the database's own clock, whatever the service believes.
CREATE FUNCTION droppable_days(up_to date) RETURNS SETOF date LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT day FROM (
    SELECT DISTINCT to_date(right(child.relname, 8), 'YYYYMMDD') AS day
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent IN ('journal'::regclass, 'sealed'::regclass)) AS kept
  WHERE day <= up_to AND day < (now() AT TIME ZONE interval '8 hours')::date - 60 AND NOT held_day(day)
  ORDER BY day
$$;

-- Counts a received day. Counting again gives the same or, where sessions ended meanwhile, more.
CREATE FUNCTION count_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM retention_drop WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % was dropped: its figures are final', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM daily_denials WHERE day = wanted;
  WITH event AS (
    SELECT stream.place_code, substring(body FROM '^\{"type":"([a-z]+)"') AS type,
           outcome LIKE '{"type":"reject"%' AS rejected,
           outcome LIKE '{"type":"verdict"%"allow":true,%' AS allowed,
           outcome LIKE '{"type":"verdict"%"allow":false,%' AS denied,
           outcome LIKE '{"type":"verdict"%"under-age"%' AS minor,
           body LIKE '%"admitted":true}' AS admitted
    FROM journal JOIN stream ON stream.number = journal.stream_number WHERE journal.day = wanted
  ), counted AS (
    SELECT place_code, count(*) AS events, count(*) FILTER (WHERE rejected) AS rejected_events,
           count(*) FILTER (WHERE type = 'heartbeat') AS heartbeats, count(*) FILTER (WHERE type = 'patrol') AS patrols,
           count(*) FILTER (WHERE allowed) AS logins_allowed, count(*) FILTER (WHERE denied) AS logins_denied,
           count(*) FILTER (WHERE minor AND NOT admitted) AS minors_refused,
           count(*) FILTER (WHERE minor AND admitted) AS minors_admitted
    FROM event GROUP BY place_code
  ), seated AS (
    SELECT place_code, count(*) AS sessions, count(DISTINCT terminal) AS terminals,
           coalesce(sum(extract(epoch FROM ended_at - started_at)) / 60, 0)::bigint AS session_minutes
    FROM session WHERE login_day = wanted GROUP BY place_code
  ), overtime AS (
    SELECT place_code, sum(coalesce(seconds, 0)) AS overtime_seconds FROM violation
    WHERE code = 'OVERTIME_OPERATION' AND detected_at >= wanted::timestamp AT TIME ZONE interval '8 hours'
      AND detected_at < (wanted + 1)::timestamp AT TIME ZONE interval '8 hours'
    GROUP BY place_code
  )
  INSERT INTO daily_figures
  SELECT wanted, place_code, coalesce(cafe.region, left(place_code, 6)), events, rejected_events, heartbeats, patrols,
         logins_allowed, logins_denied, minors_refused, minors_admitted, coalesce(sessions, 0), coalesce(session_minutes, 0),
         coalesce(seated.terminals, 0), coalesce(overtime_seconds, 0)
  FROM counted LEFT JOIN seated USING (place_code) LEFT JOIN overtime USING (place_code) LEFT JOIN cafe USING (place_code)
  ON CONFLICT (day, place_code) DO UPDATE
  SET region = excluded.region, events = excluded.events, rejected_events = excluded.rejected_events,
      heartbeats = excluded.heartbeats, patrols = excluded.patrols, logins_allowed = excluded.logins_allowed,
      logins_denied = excluded.logins_denied, minors_refused = excluded.minors_refused,
      minors_admitted = excluded.minors_admitted, sessions = excluded.sessions, session_minutes = excluded.session_minutes,
      terminals = excluded.terminals, overtime_seconds = excluded.overtime_seconds;
  INSERT INTO daily_denials
  SELECT wanted, place_code, reason[1], count(*)
  FROM journal JOIN stream ON stream.number = journal.stream_number
    CROSS JOIN regexp_matches(substring(outcome FROM '"reasons":\[(.*)\]'), '"([a-z-]+)"', 'g') AS reason
  WHERE journal.day = wanted AND outcome LIKE '{"type":"verdict"%"allow":false,%'
  GROUP BY place_code, reason[1];
END
$$;

-- The hash of a drop: SHA-256 over the hash of the drop before it (of the words "lingdian retention" for the first), then
-- number, day (since 1970), time (microseconds), counts, and of each cut, in the order of stream and number: the stream's
-- number, place code and id as text, first and last number, and both chain hashes. Numbers are of eight bytes.
CREATE FUNCTION retention_hash(previous bytea, number bigint, day date, at timestamptz, records bigint, sealed_texts bigint)
RETURNS bytea LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT sha256($1 || int8send($2) || int8send(($3 - date '1970-01-01')::bigint)
    || int8send((extract(epoch FROM $4) * 1000000)::bigint) || int8send($5) || int8send($6)
    || coalesce(string_agg(
         int8send(stream_number::bigint) || convert_to(place_code || ' ' || stream::text, 'UTF8') || int8send(first_seq)
           || int8send(last_seq) || coalesce(chain_before, decode(repeat('00', 32), 'hex')) || cut.chain,
         ''::bytea ORDER BY stream_number, first_seq), ''::bytea))
  FROM retention_cut cut JOIN stream ON stream.number = stream_number WHERE drop_number = $2
$$;

-- Drops one received day, whole: its records, what was sealed with them and the sessions that began on it and ended. All
-- of it in the caller's transaction, with the record of it. The locks on the partitions are taken last and waited for
-- briefly, so that neither a batch nor a reader ever waits for long; who holds them up makes this fail with 55P03, to be
-- tried again later.
CREATE FUNCTION drop_day(wanted date, at timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  previous bytea;
  next bigint;
  record_count bigint;
  sealed_count bigint;
  there bigint;
  parent text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.drop_day'));
  IF wanted >= (now() AT TIME ZONE interval '8 hours')::date - 60 THEN
    RAISE EXCEPTION 'the day % is kept: it is not yet sixty days old', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  LOCK TABLE legal_hold IN SHARE MODE; -- a hold that is being entered goes first
  IF held_day(wanted) THEN
    RAISE EXCEPTION 'the day % is kept: a legal hold names it', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  PERFORM count_day(wanted);
  SELECT hash, number + 1 INTO previous, next FROM retention_drop ORDER BY number DESC LIMIT 1;
  previous := coalesce(previous, sha256(convert_to('lingdian retention', 'UTF8')));
  next := coalesce(next, 1);
  INSERT INTO retention_cut
  SELECT next, cut.stream_number, first_seq, last_seq,
         (SELECT chain FROM journal WHERE stream_number = cut.stream_number AND seq = first_seq - 1
          UNION ALL
          SELECT chain FROM retention_cut earlier
          WHERE earlier.stream_number = cut.stream_number AND earlier.last_seq = cut.first_seq - 1
          LIMIT 1),
         (SELECT chain FROM journal WHERE day = wanted AND stream_number = cut.stream_number AND seq = last_seq)
  FROM (SELECT stream_number, min(seq) AS first_seq, max(seq) AS last_seq
        FROM (SELECT stream_number, seq, seq - row_number() OVER (PARTITION BY stream_number ORDER BY seq) AS stretch
              FROM journal WHERE day = wanted) AS numbered
        GROUP BY stream_number, stretch) AS cut;
  SELECT count(*) INTO record_count FROM journal WHERE day = wanted;
  SELECT count(*) INTO sealed_count FROM sealed WHERE day = wanted;
  INSERT INTO retention_drop VALUES (next, wanted, at, record_count, sealed_count,
    retention_hash(previous, next, wanted, at, record_count, sealed_count));
  IF to_regclass('journal' || to_char(wanted, '_YYYYMMDD')) IS NOT NULL THEN
    EXECUTE format('SELECT count(*) FROM %I', 'journal' || to_char(wanted, '_YYYYMMDD')) INTO there;
    IF there <> record_count THEN
      RAISE EXCEPTION 'not every record of % is seen: row-level security hides some from the owner', wanted;
    END IF;
  END IF;
  DELETE FROM session WHERE ended_at IS NOT NULL AND login_day IN (SELECT day FROM retention_drop);
  FOREACH parent IN ARRAY ARRAY['journal', 'sealed'] LOOP
    PERFORM set_config('lock_timeout', '100ms', true);
    EXECUTE format('DROP TABLE IF EXISTS %I', parent || to_char(wanted, '_YYYYMMDD'));
  END LOOP;
  RETURN record_count;
END
$$;

-- Whether a violation's evidence is kept as that of a case: it was dispatched or confirmed, or closed after it was confirmed,
-- not before a moment.
CREATE FUNCTION kept_case(violation uuid, step text, closed_since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT step IN ('dispatched', 'confirmed')
    OR step = 'closed'
      AND EXISTS (SELECT FROM case_step WHERE violation_id = violation AND action = 'confirm')
      AND EXISTS (SELECT FROM case_step WHERE violation_id = violation AND action = 'close' AND at >= closed_since)
$$;

-- Drops violations that were found before a moment, at least a year ago, with what the feed tells of that time; not those that
-- a case keeps, nor those of a held day. Evidence that no case keeps any more goes too.
CREATE FUNCTION drop_findings(before timestamptz, closed_since timestamptz) RETURNS bigint
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
  DELETE FROM kept_evidence WHERE NOT held_day(day) AND NOT EXISTS (
    SELECT FROM kept_for JOIN violation ON violation.id = violation_id
    WHERE kept_for.stream_number = kept_evidence.stream_number AND kept_for.seq = kept_evidence.seq
      AND kept_case(violation.id, case_step, closed_since));
  DELETE FROM feed WHERE position < coalesce(
    (SELECT min(position) FROM feed WHERE at >= before), (SELECT position + 1 FROM head));
  RETURN dropped;
END
$$;

-- As before, but each partition is made by itself and attached when it is ready: that takes no lock for which a batch, or a
-- long reader such as verify, is in the way. A day that was dropped does not come back.
CREATE OR REPLACE FUNCTION ensure_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  parent text;
  child text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.ensure_day'));
  IF EXISTS (SELECT FROM retention_drop WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % was dropped', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  FOREACH parent IN ARRAY ARRAY['journal', 'sealed'] LOOP
    child := parent || to_char(wanted, '_YYYYMMDD');
    IF to_regclass(child) IS NULL THEN
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', child, parent);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, wanted, wanted + 1);
      EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', child);
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', child);
    END IF;
  END LOOP;
END
$$;

REVOKE ALL ON FUNCTION held_day, droppable_days, count_day, drop_day, kept_case, drop_findings, retention_hash FROM PUBLIC;
GRANT EXECUTE ON FUNCTION held_day, droppable_days, count_day, drop_day, kept_case, drop_findings TO lingdian_service;
GRANT SELECT ON daily_figures, daily_denials, daily_region_figures, retention_drop, retention_cut TO lingdian_service;
GRANT SELECT, INSERT ON kept_evidence, kept_text, kept_for TO lingdian_service;
REVOKE UPDATE, DELETE, TRUNCATE ON retention_drop, retention_cut FROM CURRENT_USER;
