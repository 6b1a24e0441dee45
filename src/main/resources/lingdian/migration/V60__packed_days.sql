-- The records of days that are over, some hundreds in a row: a record of its own row takes 136 bytes without a word of the
-- event. They are the same records: "recorded" shows them as they were appended, whether their day is packed or not, and
-- who reads the journal reads that. Events are appended to "journal" as before.

CREATE TABLE packed_record (
  day date NOT NULL,
  stream_number integer NOT NULL,
  first_seq bigint NOT NULL CHECK (first_seq > 0),
  last_seq bigint NOT NULL, -- of numbers without gaps
  received_at timestamptz[] NOT NULL,
  sent_before bigint[] NOT NULL, -- µs before it was received
  effective_before bigint[] NOT NULL, -- µs before it was sent, or received where it has no such time
  body text[] NOT NULL, -- with the character 1 in the place of "at" where that is the time it was sent
  outcome text[] NOT NULL,
  content_macs bytea NOT NULL,
  sealed_hash bytea[] NOT NULL,
  chains bytea NOT NULL,
  PRIMARY KEY (stream_number, first_seq, last_seq, day),
  CHECK (last_seq - first_seq + 1 BETWEEN 1 AND 500),
  CHECK (cardinality(received_at) = last_seq - first_seq + 1 AND array_position(received_at, NULL) IS NULL),
  CHECK (cardinality(sent_before) = last_seq - first_seq + 1),
  CHECK (cardinality(effective_before) = last_seq - first_seq + 1),
  CHECK (cardinality(body) = last_seq - first_seq + 1 AND array_position(body, NULL) IS NULL),
  CHECK (cardinality(outcome) = last_seq - first_seq + 1),
  CHECK (length(content_macs) = 16 * (last_seq - first_seq + 1)),
  CHECK (cardinality(sealed_hash) = last_seq - first_seq + 1),
  CHECK (length(chains) = 32 * (last_seq - first_seq + 1))
) PARTITION BY RANGE (day);
-- Hashes do not get shorter, and of what is not compressed a part can be read by itself.
ALTER TABLE packed_record ALTER content_macs SET STORAGE EXTERNAL, ALTER chains SET STORAGE EXTERNAL;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON packed_record FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON packed_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which days are packed.
CREATE TABLE packed_day (
  day date PRIMARY KEY,
  packed_at timestamptz NOT NULL,
  records bigint NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON packed_day FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON packed_day FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The first day that is packed. Days before this version stay as they are: a node of the version before, which still works
-- when this is applied, reads the journal alone.
CREATE TABLE packing_begun (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  first_day date NOT NULL
);
INSERT INTO packing_begun (first_day) VALUES ((now() AT TIME ZONE interval '8 hours')::date + 1);

-- Packed records as they were appended. Who asks for some numbers says so by from_seq and to_seq, too: they find the row.
-- Bytes are taken out of the row once for all its records, and a record's own before anything is sorted: OFFSET 0 keeps that apart.
CREATE VIEW unpacked WITH (security_invoker = true) AS
SELECT packed.day, packed.stream_number, packed.first_seq + one.place - 1 AS seq, packed.first_seq AS from_seq, packed.last_seq AS to_seq,
       one.received_at, one.sent_at, one.effective_at, one.body, one.outcome, one.content_mac, one.sealed_hash, one.chain
FROM packed_record AS packed
CROSS JOIN LATERAL (
  SELECT one.place, one.received_at, sent.sent_at,
         coalesce(sent.sent_at, one.received_at) - one.effective_before * interval '1 microsecond' AS effective_at,
         CASE WHEN position(E'\x01' IN one.body) > 0
           THEN replace(one.body, E'\x01', '"at":"' || to_char(sent.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"')
           ELSE one.body END AS body,
         one.outcome, substr(whole.content_macs, (one.place - 1)::integer * 16 + 1, 16) AS content_mac, one.sealed_hash,
         substr(whole.chains, (one.place - 1)::integer * 32 + 1, 32) AS chain
  FROM (SELECT packed.content_macs || ''::bytea AS content_macs, packed.chains || ''::bytea AS chains OFFSET 0) AS whole
  CROSS JOIN unnest(packed.received_at, packed.sent_before, packed.effective_before, packed.body, packed.outcome, packed.sealed_hash)
    WITH ORDINALITY AS one (received_at, sent_before, effective_before, body, outcome, sealed_hash, place)
  CROSS JOIN LATERAL (SELECT one.received_at - one.sent_before * interval '1 microsecond' AS sent_at) AS sent
  OFFSET 0) AS one;

CREATE VIEW recorded WITH (security_invoker = true) AS
SELECT day, stream_number, seq, seq AS from_seq, seq AS to_seq, received_at, sent_at, effective_at, body, outcome, content_mac,
       sealed_hash, chain
FROM journal
UNION ALL
SELECT day, stream_number, seq, from_seq, to_seq, received_at, sent_at, effective_at, body, outcome, content_mac, sealed_hash, chain
FROM unpacked;

-- The days up to one of them that can be packed: from five in the morning of the next day but one, when cafés are closed, by the
-- database's own clock, whatever the service believes, so that nobody appends to them any more.
CREATE FUNCTION packable_days(up_to date) RETURNS SETOF date LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  WITH child AS MATERIALIZED ( -- so that no other relation's name is read as a date
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = 'journal'::regclass),
  kept AS (SELECT to_date(right(relname, 8), 'YYYYMMDD') AS day FROM child)
  SELECT day FROM kept, packing_begun
  WHERE day <= up_to AND day >= first_day AND day < (now() AT TIME ZONE interval '3 hours')::date - 1
    AND NOT EXISTS (SELECT FROM packed_day WHERE packed_day.day = kept.day)
  ORDER BY day
$$;

-- Packs one received day, in the caller's transaction: its records lie in "packed_record" then and in "journal" no more. What is
-- packed is read again and compared with what was appended, record by record, before that goes; a day of which anything differs
-- stays as it is. The lock that this takes last is waited for briefly, as where a day is dropped.
--
-- Some streams at a time are read along the key, sorted in memory, and joined in that order: PostgreSQL would guess how many
-- records a row has, and hash a few thousand in parts that are far too small, or read the whole day for each part.
CREATE FUNCTION pack_day(wanted date, at timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
SET enable_seqscan = off SET enable_hashjoin = off SET work_mem = '64MB' AS $$
DECLARE
  appended text := 'journal' || to_char(wanted, '_YYYYMMDD');
  packed text := 'packed_record' || to_char(wanted, '_YYYYMMDD');
  sealed_texts text := 'sealed' || to_char(wanted, '_YYYYMMDD');
  first_stream integer;
  last_stream integer;
  there bigint;
  same bigint;
  total bigint := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.drop_day'));
  IF NOT EXISTS (SELECT FROM packable_days(wanted) AS day WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % cannot be packed', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  PERFORM set_config('lock_timeout', '100ms', true);
  -- Nothing is appended any more, not in this transaction either: that takes a lock for which no reader is in the way.
  EXECUTE format('CREATE TRIGGER packed BEFORE INSERT ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', appended);
  -- Figures follow the journal as it is appended.
  IF EXISTS (
    SELECT FROM (SELECT stream_number, max(seq) AS seq FROM journal WHERE day = wanted GROUP BY stream_number) AS newest
    LEFT JOIN counted_stream USING (stream_number) WHERE coalesce(counted_stream.seq, 0) < newest.seq) THEN
    RAISE EXCEPTION 'the day % is not counted yet', wanted USING ERRCODE = 'lock_not_available';
  END IF;
  PERFORM count_day(wanted);

  EXECUTE format('CREATE TABLE %I (LIKE packed_record INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', packed);
  EXECUTE format('ALTER TABLE packed_record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', packed, wanted, wanted + 1);
  EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', packed);
  -- Some hundreds of a stream's records, of some hundred kilobytes, to a row.
  FOR first_stream, last_stream IN
    SELECT min(number), max(number) FROM (
      SELECT number, row_number() OVER (ORDER BY number) / 20 AS part
      FROM (SELECT DISTINCT stream_number AS number FROM journal WHERE day = wanted) AS streams) AS parts
    GROUP BY part ORDER BY part
  LOOP
    INSERT INTO packed_record
    WITH placed AS (
      SELECT journal.*, row_number() OVER numbered - 1 AS place,
             sum(octet_length(body) + coalesce(octet_length(outcome), 0)) OVER numbered AS bytes
      FROM journal WHERE day = wanted AND stream_number BETWEEN first_stream AND last_stream
      WINDOW numbered AS (PARTITION BY stream_number ORDER BY seq))
    SELECT wanted, stream_number, min(seq), max(seq), array_agg(received_at ORDER BY seq),
           array_agg((extract(epoch FROM received_at - sent_at) * 1000000)::bigint ORDER BY seq),
           array_agg((extract(epoch FROM coalesce(sent_at, received_at) - effective_at) * 1000000)::bigint ORDER BY seq),
           array_agg(coalesce(
             replace(body, '"at":"' || to_char(sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', E'\x01'), body)
             ORDER BY seq),
           array_agg(outcome ORDER BY seq), string_agg(content_mac, ''::bytea ORDER BY seq), array_agg(sealed_hash ORDER BY seq),
           string_agg(chain, ''::bytea ORDER BY seq)
    FROM placed
    GROUP BY stream_number, seq - place, place / 500, bytes / 262144;

    SELECT count(*), count(*) FILTER (WHERE
             (j.received_at, j.sent_at, j.effective_at, j.body, j.outcome, j.content_mac, j.sealed_hash, j.chain)
             IS NOT DISTINCT FROM (u.received_at, u.sent_at, u.effective_at, u.body, u.outcome, u.content_mac, u.sealed_hash, u.chain))
    INTO there, same
    FROM (SELECT * FROM journal WHERE day = wanted AND stream_number BETWEEN first_stream AND last_stream) AS j
    FULL JOIN (SELECT * FROM unpacked WHERE day = wanted AND stream_number BETWEEN first_stream AND last_stream) AS u
      USING (stream_number, seq);
    IF there <> same THEN
      RAISE EXCEPTION 'of the day %, % records would not be read as they were appended', wanted, there - same;
    END IF;
    total := total + there;
  END LOOP;
  EXECUTE format('SELECT count(*) FROM %I', appended) INTO there;
  IF there <> total THEN
    RAISE EXCEPTION 'not every record of % is seen: row-level security hides some from the owner', wanted;
  END IF;
  -- Events of many cafés came by turns, so that the pages of the index were split in halves: it is built anew, once. Who wants to
  -- read what was sealed on that day waits meanwhile, a second for a million texts.
  IF to_regclass(sealed_texts) IS NOT NULL THEN
    EXECUTE format('ALTER INDEX %I SET (fillfactor = 100)', sealed_texts || '_pkey');
    EXECUTE format('REINDEX TABLE %I', sealed_texts);
  END IF;
  INSERT INTO packed_day VALUES (wanted, at, total);
  EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', packed);
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.ensure_day')); -- which looks for the table
  EXECUTE format('DROP TABLE %I', appended);
  RETURN total;
END
$$;

-- As before; a day that is packed does not come back either.
CREATE OR REPLACE FUNCTION ensure_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  parent text;
  child text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.ensure_day'));
  IF EXISTS (SELECT FROM retention_drop WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % was dropped', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF EXISTS (SELECT FROM packed_day WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % is over: its records are packed', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
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

-- Both as before, of the records of either form.
CREATE OR REPLACE FUNCTION count_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
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
    FROM recorded JOIN stream ON stream.number = recorded.stream_number WHERE recorded.day = wanted
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
  FROM recorded JOIN stream ON stream.number = recorded.stream_number
    CROSS JOIN regexp_matches(substring(outcome FROM '"reasons":\[(.*)\]'), '"([a-z-]+)"', 'g') AS reason
  WHERE recorded.day = wanted AND outcome LIKE '{"type":"verdict"%"allow":false,%'
  GROUP BY place_code, reason[1];
END
$$;

CREATE OR REPLACE FUNCTION drop_day(wanted date, at timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
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
         (SELECT chain FROM recorded
          WHERE stream_number = cut.stream_number AND seq = first_seq - 1 AND from_seq <= first_seq - 1 AND to_seq >= first_seq - 1
          UNION ALL
          SELECT chain FROM retention_cut earlier
          WHERE earlier.stream_number = cut.stream_number AND earlier.last_seq = cut.first_seq - 1
          LIMIT 1),
         (SELECT chain FROM recorded
          WHERE day = wanted AND stream_number = cut.stream_number AND seq = last_seq AND from_seq <= last_seq AND to_seq >= last_seq)
  FROM (SELECT stream_number, min(seq) AS first_seq, max(seq) AS last_seq
        FROM (SELECT stream_number, seq, seq - row_number() OVER (PARTITION BY stream_number ORDER BY seq) AS stretch
              FROM recorded WHERE day = wanted) AS numbered
        GROUP BY stream_number, stretch) AS cut;
  SELECT count(*) INTO record_count FROM recorded WHERE day = wanted;
  SELECT count(*) INTO sealed_count FROM sealed WHERE day = wanted;
  INSERT INTO retention_drop VALUES (next, wanted, at, record_count, sealed_count,
    retention_hash(previous, next, wanted, at, record_count, sealed_count));
  there := 0;
  IF to_regclass('journal' || to_char(wanted, '_YYYYMMDD')) IS NOT NULL THEN
    EXECUTE format('SELECT count(*) FROM %I', 'journal' || to_char(wanted, '_YYYYMMDD')) INTO there;
  END IF;
  IF to_regclass('packed_record' || to_char(wanted, '_YYYYMMDD')) IS NOT NULL THEN
    EXECUTE format('SELECT coalesce(sum(last_seq - first_seq + 1), 0) + $1 FROM %I', 'packed_record' || to_char(wanted, '_YYYYMMDD'))
      INTO there USING there;
  END IF;
  IF there <> record_count THEN
    RAISE EXCEPTION 'not every record of % is seen: row-level security hides some from the owner', wanted;
  END IF;
  DELETE FROM session WHERE ended_at IS NOT NULL AND login_day IN (SELECT day FROM retention_drop);
  FOREACH parent IN ARRAY ARRAY['journal', 'packed_record', 'sealed'] LOOP
    PERFORM set_config('lock_timeout', '100ms', true);
    EXECUTE format('DROP TABLE IF EXISTS %I', parent || to_char(wanted, '_YYYYMMDD'));
  END LOOP;
  RETURN record_count;
END
$$;

REVOKE ALL ON FUNCTION packable_days, pack_day FROM PUBLIC;
GRANT EXECUTE ON FUNCTION packable_days, pack_day TO lingdian_service;
GRANT SELECT ON packed_record, packed_day, packing_begun, unpacked, recorded TO lingdian_service;
GRANT SELECT ON unpacked, recorded TO lingdian_reader;
REVOKE UPDATE, DELETE, TRUNCATE ON packed_record, packed_day FROM CURRENT_USER;
