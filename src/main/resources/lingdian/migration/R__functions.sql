-- Functions that the program, the views and other functions call. This file runs again after all V files whenever it
-- changes, so it holds each function once, in its present form. Replacing a function locks no table, so nodes keep
-- working meanwhile.
--
-- A change to this file needs a new version (RepeatedMigrationsTest). A version that changes a function's parameters or
-- result drops the function first. A version that needs a function before this file has run, such as the function of a
-- new trigger, creates it itself: on a new database, all versions run before this file.
--
-- SECURITY DEFINER: such a function runs as the owner, so that the service needs no right to create or drop tables.

-- Row security (R__row_security.sql).

-- One property of the reader's scope in this transaction. It is null where the transaction has no scope, and then no
-- comparison is true. After the transaction the setting is empty rather than absent.
CREATE OR REPLACE FUNCTION scope(property text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('lingdian.' || property, true), '');

-- Whether the reader sees something that an account did: its name stands there. Each question is planned when it is first
-- reached, once a connection: readers plan their statements for each execution, and with these questions in the condition
-- of the table that took longer than all the rest of reading a case.
CREATE OR REPLACE FUNCTION has_acted(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE
  SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF EXISTS (SELECT FROM case_action WHERE account = wanted) OR EXISTS (SELECT FROM case_step WHERE account = wanted) THEN
    RETURN true;
  ELSIF EXISTS (SELECT FROM unmasking WHERE asked_by = wanted) OR EXISTS (SELECT FROM unmasking WHERE decided_by = wanted) THEN
    RETURN true;
  ELSIF EXISTS (SELECT FROM record_request WHERE wanted IN (asked_by, decided_by)) THEN
    RETURN true;
  ELSIF EXISTS (SELECT FROM legal_hold WHERE made_by = wanted) THEN
    RETURN true;
  END IF;
  RETURN EXISTS (SELECT FROM complaint_entry WHERE account = wanted);
END
$$;
REVOKE ALL ON FUNCTION has_acted FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_acted TO lingdian_reader;

-- Whether a reader sees all of an inspection of a region, and not only what concerns the cafés of cases that they see (R__row_security.sql).
CREATE OR REPLACE FUNCTION seen_whole(wanted uuid, of_region text) RETURNS boolean LANGUAGE sql STABLE COST 1000
SET search_path FROM CURRENT AS $$
  SELECT of_region ~>=~ scope('first_region') AND of_region ~<=~ scope('last_region')
    OR NOT went_elsewhere(wanted, ARRAY(
      SELECT case_file.place_code FROM case_action JOIN case_file ON case_file.id = case_id WHERE case_action.inspection = wanted))
$$;
REVOKE ALL ON FUNCTION seen_whole FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seen_whole TO lingdian_reader;

-- Closes a table to every role, its owner included, except lingdian_service.
CREATE OR REPLACE PROCEDURE guard(guarded text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
  EXECUTE format('DROP POLICY IF EXISTS service ON %I', guarded);
  EXECUTE format('CREATE POLICY service ON %I TO lingdian_service USING (true) WITH CHECK (true)', guarded);
END
$$;

-- Opens a guarded table, or some of its columns, to lingdian_reader, for the rows that satisfy the condition.
CREATE OR REPLACE PROCEDURE reveal(guarded text, condition text, columns text DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('REVOKE ALL ON %I FROM lingdian_reader', guarded);
  EXECUTE format('GRANT SELECT %s ON %I TO lingdian_reader', '(' || columns || ')', guarded);
  EXECUTE format('DROP POLICY IF EXISTS reader ON %I', guarded);
  EXECUTE format('CREATE POLICY reader ON %I FOR SELECT TO lingdian_reader USING (%s)', guarded, condition);
END
$$;
REVOKE ALL ON PROCEDURE guard, reveal FROM PUBLIC;

-- The journal.

-- Makes ANALYZE sample 3,000 rows of a table instead of 30,000 (V4 says why).
CREATE OR REPLACE FUNCTION small_sample(relation regclass) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  EXECUTE (
    SELECT format('ALTER TABLE %s %s', relation, string_agg(format('ALTER COLUMN %I SET STATISTICS 10', attname), ', '))
    FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped);
END
$$;

-- Makes the partitions of one received day. Each is created on its own and then attached, which takes no lock that
-- waits for a batch or for a long reader such as "verify". A day that was packed or dropped is not created again, and none
-- of long ago: what the service's login appended to it would be dropped at once.
CREATE OR REPLACE FUNCTION ensure_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  parent text;
  child text;
BEGIN
  IF NOT signed_in_as_owner()
    AND wanted - (now() AT TIME ZONE interval '8 hours')::date NOT BETWEEN -1 AND 2 THEN -- 2: a node's tomorrow, just before midnight
    RAISE EXCEPTION 'a day begins when it does' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM take_turn('day-tables');
  IF EXISTS (SELECT FROM retention_drop WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % was dropped', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF EXISTS (SELECT FROM packed_day WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % is over: its records are packed', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  FOREACH parent IN ARRAY ARRAY['journal', 'sealed'] LOOP
    child := parent || to_char(wanted, '_YYYYMMDD');
    IF to_regclass(child) IS NULL THEN
      -- Rows are only added, and after two days packed, or read by their keys: by default, a vacuum would write each page of them once
      -- more while it is filled, which verdicts wait for.
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)'
        ' WITH (autovacuum_vacuum_insert_threshold = -1)', child, parent);
      PERFORM small_sample(child::regclass);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, wanted, wanted + 1);
      EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', child);
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', child);
    END IF;
  END LOOP;
END
$$;

-- Adds the second version of a repeated number to the chain of its stream. A caller that commits events holds the lock
-- on "head" as well as the row of conflict_head.
CREATE OR REPLACE FUNCTION chain_conflict(of_stream integer, received date, of_seq bigint, hashed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  previous conflict_head;
  next conflict_head;
BEGIN
  SELECT * INTO previous FROM conflict_head WHERE stream_number = of_stream FOR UPDATE;
  next.number := coalesce(previous.number, 0) + 1;
  next.chain := sha256(
    coalesce(
      previous.chain,
      (SELECT sha256(convert_to('lingdian conflicts ' || place_code || ' ' || stream, 'UTF8')) FROM stream WHERE number = of_stream))
    || int8send(next.number) || int8send((received - date '1970-01-01')::bigint) || int8send(of_seq) || hashed);
  INSERT INTO conflict VALUES (of_stream, next.number, received, of_seq, hashed, next.chain);
  INSERT INTO conflict_head VALUES (of_stream, next.number, next.chain)
  ON CONFLICT (stream_number) DO UPDATE SET number = excluded.number, chain = excluded.chain;
END
$$;

REVOKE ALL ON FUNCTION small_sample, ensure_day, chain_conflict FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_day TO lingdian_service;

-- Received days: counted, packed, dropped.

-- Whether a legal hold names the day. The hold of one café holds the whole day, because days are dropped whole.
CREATE OR REPLACE FUNCTION held_day(wanted date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM legal_hold WHERE wanted BETWEEN day_from AND day_to AND lifted_at IS NULL)
$$;

-- The days of which these tables have a partition.
--
-- MATERIALIZED, here and below: otherwise the planner may first parse the name of any relation as a date, and the name
-- of an index is not a date (SQLSTATE 22007).
CREATE OR REPLACE FUNCTION stored_days(VARIADIC parents regclass[]) RETURNS SETOF date
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  WITH child AS MATERIALIZED (
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = ANY (parents))
  SELECT DISTINCT to_date(right(relname, 8), 'YYYYMMDD') FROM child
$$;

-- The days, up to the given one, that still have a partition and may be dropped. A day younger than the law allows
-- (Order 363, Art. 23: sixty days) is never among them. The database's own clock decides, not the service's.
CREATE OR REPLACE FUNCTION droppable_days(up_to date) RETURNS SETOF date LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT day FROM stored_days('journal', 'sealed') AS stored (day)
  WHERE day <= up_to AND day < (now() AT TIME ZONE interval '8 hours')::date - 60 AND NOT held_day(day)
  ORDER BY day
$$;

-- The days, up to the given one, that can be packed. A day can be packed from 05:00 (UTC+8) of the day after the next,
-- when cafés are closed and no event of the day arrives any more. The database's own clock decides, not the service's.
CREATE OR REPLACE FUNCTION packable_days(up_to date) RETURNS SETOF date LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT day FROM stored_days('journal') AS stored (day)
  WHERE day <= up_to AND day < (now() AT TIME ZONE interval '3 hours')::date - 1
    AND NOT EXISTS (SELECT FROM packed_day WHERE packed_day.day = stored.day)
  ORDER BY day
$$;

-- Counts a received day. Counting again gives equal figures or, if sessions have ended meanwhile, higher ones.
CREATE OR REPLACE FUNCTION count_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM retention_drop WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % was dropped: its figures are final', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM daily_denials WHERE day = wanted;
  WITH event AS (
    SELECT stream.place_code, type, answer, under_age, admitted
    FROM recorded JOIN stream ON stream.number = recorded.stream_number WHERE recorded.day = wanted
  ), counted AS (
    SELECT place_code, count(*) AS events, count(*) FILTER (WHERE answer = 'r') AS rejected_events,
           count(*) FILTER (WHERE type = 'h') AS heartbeats, count(*) FILTER (WHERE type = 'p') AS patrols,
           count(*) FILTER (WHERE answer = 'a') AS logins_allowed, count(*) FILTER (WHERE answer = 'd') AS logins_denied,
           count(*) FILTER (WHERE under_age AND NOT admitted) AS minors_refused,
           count(*) FILTER (WHERE under_age AND admitted) AS minors_admitted
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
  SELECT wanted, place_code, reason, count(*)
  FROM recorded JOIN stream ON stream.number = recorded.stream_number
    CROSS JOIN LATERAL jsonb_array_elements_text(outcome::jsonb -> 'reasons') AS reason
  WHERE recorded.day = wanted AND answer = 'd'
  GROUP BY place_code, reason;
END
$$;

-- Packs one received day, in the caller's transaction: afterwards its records are in "packed_record" and no longer in
-- "journal", and its texts in "packed_text" and no longer in "sealed". What was packed is read back and compared, record by
-- record and text by text, before the rows are deleted; a day with any difference is left unpacked. The last locks are
-- waited for only briefly, as in drop_day.
--
-- A few streams at a time are read along the key, sorted in memory and joined in that order. Without this, PostgreSQL
-- estimates the number of records in a row wrongly: it hashes a few thousand in parts that are far too small, or reads
-- the whole day for each part.
CREATE OR REPLACE FUNCTION pack_day(wanted date, at timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
SET enable_seqscan = off SET enable_hashjoin = off SET work_mem = '64MB' AS $$
DECLARE
  appended text := 'journal' || to_char(wanted, '_YYYYMMDD');
  packed text := 'packed_record' || to_char(wanted, '_YYYYMMDD');
  sealed_texts text := 'sealed' || to_char(wanted, '_YYYYMMDD');
  packed_texts text := 'packed_text' || to_char(wanted, '_YYYYMMDD');
  first_stream integer;
  last_stream integer;
  there bigint;
  same bigint;
  first_other bigint[];
  total bigint := 0;
  total_texts bigint := 0;
BEGIN
  PERFORM take_turn('drop-day');
  IF NOT EXISTS (SELECT FROM packable_days(wanted) AS day WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % cannot be packed', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  PERFORM set_config('lock_timeout', '100ms', true);
  -- From here on nothing can be appended, not even in this transaction. The trigger takes a lock that no reader blocks.
  EXECUTE format('CREATE TRIGGER packed BEFORE INSERT ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', appended);
  -- Figures are counted from the journal, so a day is packed only after its last record has been counted.
  IF EXISTS (
    SELECT FROM (SELECT stream_number, max(seq) AS seq FROM journal WHERE day = wanted GROUP BY stream_number) AS newest
    LEFT JOIN counted_stream USING (stream_number) WHERE coalesce(counted_stream.seq, 0) < newest.seq) THEN
    RAISE EXCEPTION 'the day % is not counted yet', wanted USING ERRCODE = 'lock_not_available';
  END IF;
  PERFORM count_day(wanted);

  EXECUTE format('CREATE TABLE %I (LIKE packed_record INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', packed);
  EXECUTE format('ALTER TABLE packed_record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', packed, wanted, wanted + 1);
  EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', packed);
  -- One row holds some hundreds of a stream's records, at most a few hundred kilobytes: it is cut where the long ones among them, of
  -- which 499 were more than that, pass 256 kB. 499 hashes of 32 bytes, and of 16, fill whole chunks of a long value (1,996 bytes):
  -- what is left of a page beside a shorter chunk is mostly lost.
  FOR first_stream, last_stream IN
    SELECT min(number), max(number) FROM (
      SELECT number, row_number() OVER (ORDER BY number) / 20 AS part
      FROM (SELECT DISTINCT stream_number AS number FROM journal WHERE day = wanted) AS streams) AS parts
    GROUP BY part ORDER BY part
  LOOP
    INSERT INTO packed_record
    WITH placed AS (
      SELECT journal.*, row_number() OVER numbered - 1 AS place,
             coalesce(sum(bytes) FILTER (WHERE bytes > 262144 / 499) OVER numbered, 0) / 262144 AS part,
             CASE WHEN type = 'i' THEN substring(body FROM '"token":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"') END AS token
      FROM journal CROSS JOIN LATERAL (SELECT octet_length(body) + coalesce(octet_length(outcome), 0) AS bytes) AS measured
      WHERE day = wanted AND stream_number BETWEEN first_stream AND last_stream
      WINDOW numbered AS (PARTITION BY stream_number ORDER BY seq))
    SELECT wanted, stream_number, min(seq), max(seq), array_agg(received_at ORDER BY seq),
           array_agg((extract(epoch FROM received_at - sent_at) * 1000000)::bigint ORDER BY seq),
           array_agg((extract(epoch FROM coalesce(sent_at, received_at) - effective_at) * 1000000)::bigint ORDER BY seq),
           array_agg(coalesce(
             replace(without_token, '"at":"' || to_char(sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', E'\x01'),
             without_token) ORDER BY seq),
           array_agg(outcome ORDER BY seq), string_agg(content_mac, ''::bytea ORDER BY seq), array_agg(sealed_hash ORDER BY seq),
           string_agg(chain, ''::bytea ORDER BY seq), array_agg(type ORDER BY seq), array_agg(answer ORDER BY seq),
           array_agg(under_age ORDER BY seq), array_agg(admitted ORDER BY seq), array_agg(release_number ORDER BY seq),
           array_agg(token::uuid ORDER BY seq)
    FROM placed CROSS JOIN LATERAL (SELECT coalesce(replace(body, token, E'\x02'), body) AS without_token) AS shortened
    GROUP BY stream_number, seq - place, place / 499, part;

    SELECT count(*), count(*) FILTER (WHERE is_same), min(ARRAY[stream_number, seq]) FILTER (WHERE NOT is_same)
    INTO there, same, first_other
    FROM (
      SELECT stream_number, seq,
             (j.received_at, j.sent_at, j.effective_at, j.body, j.outcome, j.content_mac, j.sealed_hash, j.chain, j.type, j.answer,
              j.under_age, j.admitted, j.release_number)
             IS NOT DISTINCT FROM
             (u.received_at, u.sent_at, u.effective_at, u.body, u.outcome, u.content_mac, u.sealed_hash, u.chain, u.type, u.answer,
              u.under_age, u.admitted, u.release_number) AS is_same
      FROM (SELECT * FROM journal WHERE day = wanted AND stream_number BETWEEN first_stream AND last_stream) AS j
      FULL JOIN (SELECT * FROM unpacked WHERE day = wanted AND stream_number BETWEEN first_stream AND last_stream) AS u
        USING (stream_number, seq)
      OFFSET 0) AS compared; -- so that records are compared once
    IF there <> same THEN
      RAISE EXCEPTION 'of the day %, % records would not be read as they were appended, the first of them record % of %', wanted,
        there - same, first_other[2],
        (SELECT 'the stream ' || stream || ' of the café ' || place_code FROM stream WHERE number = first_other[1]);
    END IF;
    total := total + there;
  END LOOP;
  EXECUTE format('SELECT count(*) FROM %I', appended) INTO there;
  IF there <> total THEN
    RAISE EXCEPTION 'not every record of % is seen: row-level security hides some from the owner', wanted;
  END IF;

  EXECUTE format('CREATE TABLE %I (LIKE packed_text INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)',
    packed_texts);
  EXECUTE format('ALTER TABLE packed_text ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', packed_texts, wanted, wanted + 1);
  EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', packed_texts);
  IF to_regclass(sealed_texts) IS NOT NULL THEN
    -- Until the end of this transaction nothing is added: that takes the lock of the trigger above.
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER not_emptied', sealed_texts);
    FOR first_stream, last_stream IN
      SELECT min(number), max(number) FROM (
        SELECT number, row_number() OVER (ORDER BY number) / 20 AS part
        FROM (SELECT DISTINCT stream_number AS number FROM sealed WHERE day = wanted) AS streams) AS parts
      GROUP BY part ORDER BY part
    LOOP
      INSERT INTO packed_text
      WITH placed AS (
        SELECT sealed.*, row_number() OVER numbered - 1 AS place,
               coalesce(sum(octet_length(ciphertext)) FILTER (WHERE octet_length(ciphertext) > 262144 / 200) OVER numbered, 0) / 262144 AS part
        FROM sealed WHERE day = wanted AND stream_number BETWEEN first_stream AND last_stream
        WINDOW numbered AS (PARTITION BY stream_number, kind ORDER BY seq, ciphertext_hash)
      ), parted AS (
        SELECT placed.*, min(seq) OVER (PARTITION BY stream_number, kind, seq / 32768, place / 200, part) AS first_seq FROM placed)
      SELECT wanted, stream_number, first_seq, max(seq), kind, min(place), array_agg((seq - first_seq)::smallint ORDER BY place),
             array_agg(ciphertext ORDER BY place),
             CASE WHEN bool_or(ciphertext_hash <> sha256(ciphertext)) THEN array_agg(ciphertext_hash ORDER BY place) END
      FROM parted
      GROUP BY stream_number, kind, first_seq, seq / 32768, place / 200, part;

      SELECT count(*), count(*) FILTER (WHERE is_same), min(ARRAY[stream_number, seq]) FILTER (WHERE NOT is_same)
      INTO there, same, first_other
      FROM (
        SELECT stream_number, seq, coalesce(s.ciphertext = u.ciphertext, false) AS is_same
        FROM (SELECT * FROM sealed WHERE day = wanted AND stream_number BETWEEN first_stream AND last_stream) AS s
        FULL JOIN (SELECT * FROM unpacked_text WHERE day = wanted AND stream_number BETWEEN first_stream AND last_stream) AS u
          USING (stream_number, seq, kind, ciphertext_hash)
        OFFSET 0) AS compared;
      IF there <> same THEN
        RAISE EXCEPTION 'of the day %, % texts would not be read as they were sealed, the first of them with record % of %', wanted,
          there - same, first_other[2],
          (SELECT 'the stream ' || stream || ' of the café ' || place_code FROM stream WHERE number = first_other[1]);
      END IF;
      total_texts := total_texts + there;
    END LOOP;
    EXECUTE format('SELECT count(*) FROM %I', sealed_texts) INTO there;
    IF there <> total_texts THEN
      RAISE EXCEPTION 'not every text of % is seen: row-level security hides some from the owner', wanted;
    END IF;
  END IF;
  INSERT INTO packed_day VALUES (wanted, at, total);
  EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I, %I FROM CURRENT_USER', packed, packed_texts);
  -- The day's partition of "sealed" stays, empty: it says that the day's key is needed, and no table is locked that agents' events are
  -- written to.
  IF to_regclass(sealed_texts) IS NOT NULL THEN
    EXECUTE format('GRANT TRUNCATE ON %I TO CURRENT_USER', sealed_texts);
    EXECUTE format('TRUNCATE %I', sealed_texts);
    EXECUTE format('REVOKE TRUNCATE ON %I FROM CURRENT_USER', sealed_texts);
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER not_emptied', sealed_texts);
  END IF;
  PERFORM take_turn('day-tables'); -- ensure_day looks for the table
  EXECUTE format('DROP TABLE %I', appended);
  RETURN total;
END
$$;

-- The hash of a drop: SHA-256 over the hash of the previous drop (for the first: over the words "lingdian retention"),
-- then number, day (since 1970), time (microseconds), counts, and the cuts in order of stream and number. A cut
-- contributes the stream's number, place code and id as text, first and last number, and both chain hashes. Numbers
-- take eight bytes.
CREATE OR REPLACE FUNCTION retention_hash(previous bytea, number bigint, day date, at timestamptz, records bigint, sealed_texts bigint)
RETURNS bytea LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT sha256($1 || int8send($2) || int8send(($3 - date '1970-01-01')::bigint)
    || int8send((extract(epoch FROM $4) * 1000000)::bigint) || int8send($5) || int8send($6)
    || coalesce(string_agg(
         int8send(stream_number::bigint) || convert_to(place_code || ' ' || stream::text, 'UTF8') || int8send(first_seq)
           || int8send(last_seq) || coalesce(chain_before, decode(repeat('00', 32), 'hex')) || cut.chain,
         ''::bytea ORDER BY stream_number, first_seq), ''::bytea))
  FROM retention_cut cut JOIN stream ON stream.number = stream_number WHERE drop_number = $2
$$;

-- Drops one whole received day: its records, the texts sealed with them, and the sessions that began on it and have
-- ended. All of it happens in the caller's transaction, with the record of the drop. The locks on the partitions are
-- taken last and waited for briefly, so that neither a batch nor a reader waits for long. If a reader holds one, this
-- fails with 55P03 and is tried again later.
--
-- The caller has copied what proves cases (kept_evidence), and writes the drop into the access log before it commits.
CREATE OR REPLACE FUNCTION drop_day(wanted date, at timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  previous bytea;
  next bigint;
  record_count bigint;
  sealed_count bigint;
  there bigint;
  parent text;
BEGIN
  PERFORM take_turn('drop-day');
  IF wanted >= (now() AT TIME ZONE interval '8 hours')::date - 60 THEN
    RAISE EXCEPTION 'the day % is kept: it is not yet sixty days old', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF NOT signed_in_as_owner() THEN
    at := now(); -- whatever the caller says
  END IF;
  -- What closed cases need is decided by the caller, but 24 months at least.
  IF EXISTS (
    SELECT FROM evidence_records(wanted, now() - interval '24 months') AS needed
    CROSS JOIN LATERAL (
      SELECT * FROM recorded
      WHERE recorded.day = wanted AND recorded.stream_number = needed.stream_number AND recorded.seq = needed.seq
        AND from_seq <= needed.seq AND to_seq >= needed.seq
      OFFSET 0) AS record
    WHERE NOT EXISTS (
        SELECT FROM kept_evidence AS kept JOIN kept_for USING (stream_number, seq)
        WHERE kept.stream_number = record.stream_number AND kept.seq = record.seq AND kept_for.violation_id = needed.violation_id
          AND (kept.day, kept.body, kept.outcome, kept.content_mac, kept.sealed_hash, kept.chain)
            IS NOT DISTINCT FROM (record.day, record.body, record.outcome, record.content_mac, record.sealed_hash, record.chain))
      OR EXISTS (
        SELECT FROM sealed_text AS text
        WHERE text.day = wanted AND text.stream_number = record.stream_number AND text.seq = record.seq
          AND text.from_seq <= record.seq AND text.to_seq >= record.seq
          AND NOT EXISTS (
            SELECT FROM kept_text
            WHERE kept_text.stream_number = text.stream_number AND kept_text.seq = text.seq
              AND (kept_text.kind, kept_text.ciphertext) = (text.kind, text.ciphertext)))) THEN
    RAISE EXCEPTION 'the day % is kept: not all that proves a case is copied', wanted
      USING ERRCODE = 'object_not_in_prerequisite_state';
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
  SELECT count(*) INTO sealed_count FROM sealed_text WHERE day = wanted;
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
  DELETE FROM altered_repeat WHERE day = wanted;
  FOREACH parent IN ARRAY ARRAY['journal', 'packed_record', 'sealed', 'packed_text'] LOOP
    PERFORM set_config('lock_timeout', '100ms', true);
    EXECUTE format('DROP TABLE IF EXISTS %I', parent || to_char(wanted, '_YYYYMMDD'));
  END LOOP;
  RETURN record_count;
END
$$;

-- Whether a violation's evidence is kept as that of a case: the violation is dispatched or confirmed, or was closed
-- after confirmation, at closed_since or later. Of one that was dispatched or confirmed and then dismissed, it is kept
-- for sixty days more. It is not once the violation's cases are erased.
--
-- The steps that were taken count beside the step that the caller names: they are append-only, "violation" is not. So do the cases of both
-- authorities: what one finds after the other has decided is in its case alone.
CREATE OR REPLACE FUNCTION kept_case(violation uuid, step text, closed_since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT (step IN ('dispatched', 'confirmed')
      OR EXISTS (
        SELECT FROM (
          SELECT (array_agg(case_step.step ORDER BY number DESC))[1] AS last, max(at) AS last_at,
                 bool_or(action IN ('dispatch', 'confirm')) AS dealt_with, bool_or(action = 'confirm') AS confirmed,
                 bool_or(action = 'close' AND at >= closed_since) AS closed
          FROM case_step WHERE violation_id = $1 AND action <> 'comment') AS taken
        WHERE last IN ('dispatched', 'confirmed')
          OR 'closed' IN ($2, last) AND confirmed AND closed
          OR dealt_with AND last_at > now() - interval '60 days')
      OR EXISTS (
        SELECT FROM case_violation AS placed
        WHERE placed.violation_id = $1 AND (placed.outcome = 'true' OR EXISTS (
          SELECT FROM case_action AS taken JOIN case_file AS file ON file.id = case_id
          WHERE case_id = placed.case_id
            AND (action = 'dispatch' AND placed.outcome IS NULL AND file.step <> 'closed'
              OR action = 'check' AND at > now() - interval '60 days')))))
    AND NOT EXISTS (SELECT FROM violation AS found WHERE found.id = $1 AND found.uncased_at IS NOT NULL)
$$;

-- The records of all days that prove what a case keeps, and of this day the logins whose document it concerns.
CREATE OR REPLACE FUNCTION evidence_records(
  wanted date, closed_since timestamptz, OUT violation_id uuid, OUT stream_number integer, OUT seq bigint
) RETURNS SETOF record LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  WITH found AS MATERIALIZED (
    SELECT violation.* FROM violation
    WHERE id IN (
        SELECT dealt_with.id FROM violation AS dealt_with WHERE dealt_with.case_step IN ('dispatched', 'confirmed', 'closed')
        UNION SELECT case_step.violation_id FROM case_step WHERE action IN ('dispatch', 'confirm')
        UNION SELECT placed.violation_id FROM case_violation AS placed WHERE outcome IS NOT NULL
        UNION SELECT placed.violation_id FROM case_violation AS placed WHERE case_id IN (SELECT case_id FROM case_action WHERE action = 'dispatch'))
      AND kept_case(id, case_step, closed_since))
  SELECT found.id, stream.number, place.value::bigint
  FROM found
  CROSS JOIN jsonb_array_elements(snapshot::jsonb -> 'evidence') AS evidence
  CROSS JOIN jsonb_array_elements_text(evidence -> 'seq') AS place
  JOIN stream ON stream.place_code = evidence ->> 'placeCode' AND stream.stream::text = evidence ->> 'stream'
  UNION
  SELECT found.id, found.stream_number, found.login_seq FROM found WHERE login_day = wanted
$$;

-- Drops violations that were found before a moment at least a year ago, with what people wrote about them, the feed, the shadow findings,
-- the asides and the messages to cafés of that time. Violations that a case keeps, those whose bundle a case keeps, and those of a held
-- day, stay. Evidence that no case keeps any more is deleted too: of one that was confirmed, two years after its closing at the earliest,
-- whatever the caller says.
CREATE OR REPLACE FUNCTION drop_findings(before timestamptz, closed_since timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  kept_since timestamptz := least(closed_since, now() - interval '24 months');
  dropped uuid[];
BEGIN
  IF before IS NULL OR before > now() - interval '365 days' THEN
    RAISE EXCEPTION 'violations are kept for a year at least' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM office_message WHERE valid_until < before; -- with how far each came
  WITH gone AS (
    DELETE FROM violation
    WHERE state = 'ended' AND detected_at < before
      AND NOT kept_case(id, case_step, kept_since)
      AND NOT EXISTS (
        SELECT FROM kept_bundle JOIN case_violation USING (violation_id) WHERE violation_id = violation.id AND bundle IS NOT NULL)
      AND NOT held_day((detected_at AT TIME ZONE interval '8 hours')::date)
    RETURNING id),
  bundles AS (DELETE FROM kept_bundle USING gone WHERE violation_id = gone.id),
  due AS (DELETE FROM bundle_due USING gone WHERE violation_id = gone.id)
  SELECT array_agg(id) INTO dropped FROM gone;
  IF dropped IS NOT NULL THEN
    UPDATE case_step SET note = NULL, found = NULL WHERE violation_id = ANY (dropped);
    DELETE FROM objection_answer USING objection WHERE objection.id = objection_id AND violation_id = ANY (dropped);
    DELETE FROM attachment USING objection
    WHERE objection.id = owner AND violation_id = ANY (dropped)
      AND NOT EXISTS (SELECT FROM inspection WHERE inspection.id = owner); -- before V108 one could have that id: they go with it
    DELETE FROM objection WHERE violation_id = ANY (dropped);
  END IF;
  DELETE FROM shadow_violation
  WHERE state = 'ended' AND detected_at < before
    AND NOT held_day((detected_at AT TIME ZONE interval '8 hours')::date);
  DELETE FROM kept_evidence WHERE NOT held_day(day) AND NOT EXISTS (
    SELECT FROM kept_for JOIN violation ON violation.id = violation_id
    WHERE kept_for.stream_number = kept_evidence.stream_number AND kept_for.seq = kept_evidence.seq
      AND kept_case(violation.id, case_step, kept_since));
  DELETE FROM feed WHERE position < coalesce(
    (SELECT min(position) FROM feed WHERE at >= before), (SELECT position + 1 FROM head));
  DELETE FROM aside WHERE at < before;
  RETURN coalesce(cardinality(dropped), 0);
END
$$;

-- Drops the codes for agents' keys that were used, withdrawn or expired before a moment at least half a year ago, and what was told of keys,
-- codes and cafés before. Since when a café is waited for is noted apart (absence_watch), and when it had no key is told by its keys.
CREATE OR REPLACE FUNCTION drop_key_changes(before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  dropped bigint;
BEGIN
  IF before > now() - interval '180 days' THEN
    RAISE EXCEPTION 'changes of keys are kept for half a year at least' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM enrolment WHERE coalesce(used_at, withdrawn_at, expires_at) < before;
  GET DIAGNOSTICS dropped = ROW_COUNT;
  DELETE FROM key_change WHERE at < before;
  DELETE FROM cafe_change WHERE at < before;
  RETURN dropped;
END
$$;

REVOKE ALL ON FUNCTION held_day, droppable_days, packable_days, count_day, pack_day, retention_hash, drop_day, kept_case,
  evidence_records, drop_findings, drop_key_changes
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION held_day, droppable_days, packable_days, count_day, pack_day, drop_day, kept_case, evidence_records, drop_findings,
  drop_key_changes TO lingdian_service;

-- Months of the access log.

-- Makes the partition of a moment's month (UTC+8), which is now, or that of the newest entry. It is created apart and then
-- attached: creating it in place would wait for every reader of the log, and all writers would wait behind it.
CREATE OR REPLACE FUNCTION ensure_access_month(wanted timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  first timestamp := date_trunc('month', wanted AT TIME ZONE 'Asia/Shanghai');
  child text := 'access_log' || to_char(first, '_YYYYMM');
BEGIN
  IF NOT signed_in_as_owner() AND NOT is_present(wanted) AND NOT EXISTS (SELECT FROM access_log_head WHERE at = wanted) THEN
    RAISE EXCEPTION 'a month of the access log begins when it does' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM take_turn('access-month');
  IF to_regclass(child) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE access_log INCLUDING ALL)', child);
    EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', child);
    EXECUTE format('ALTER TABLE access_log ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', child,
      first AT TIME ZONE 'Asia/Shanghai', (first + interval '1 month') AT TIME ZONE 'Asia/Shanghai');
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', child);
  END IF;
END
$$;

-- The months (their first days, UTC+8) that ended before a moment and may be dropped, the oldest first. A month that
-- ended less than six months ago by the database's own clock is never among them (网络安全法: network logs are kept for six
-- months).
CREATE OR REPLACE FUNCTION droppable_access_months(before timestamptz) RETURNS SETOF date LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  WITH child AS MATERIALIZED (
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = 'access_log'::regclass),
  kept AS (SELECT to_date(right(relname, 6), 'YYYYMM') AS month FROM child)
  SELECT month FROM kept
  WHERE (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai' <= least(before, now() - interval '6 months')
  ORDER BY month
$$;

-- Drops the oldest month of the log and returns the position at which it was cut, or none if the month had no entry.
-- The caller records the cut in the log in the same transaction: the action drop-access-month, with the last position
-- and the chain hash there.
CREATE OR REPLACE FUNCTION drop_access_month(wanted date, OUT entries bigint, OUT last_position bigint, OUT last_chain bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  child text := 'access_log' || to_char(wanted, '_YYYYMM');
BEGIN
  PERFORM take_turn('access-month');
  IF wanted IS DISTINCT FROM (SELECT month FROM droppable_access_months('infinity') AS month ORDER BY month LIMIT 1) THEN
    RAISE EXCEPTION 'the month % of the access log is kept: it is too young, or not the oldest', wanted
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  PERFORM set_config('lock_timeout', '100ms', true);
  EXECUTE format('LOCK TABLE access_log, %I IN ACCESS EXCLUSIVE MODE', child);
  EXECUTE format('SELECT count(*), max(position) FROM %I', child) INTO entries, last_position;
  EXECUTE format('SELECT chain FROM %I WHERE position = $1', child) INTO last_chain USING last_position;
  EXECUTE format('DROP TABLE %I', child);
END
$$;

REVOKE ALL ON FUNCTION ensure_access_month, droppable_access_months, drop_access_month FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_access_month, droppable_access_months, drop_access_month TO lingdian_service;

-- Figures.

-- A café's zone, if PostgreSQL knows it: a zone unknown to PostgreSQL must not stop the figures of all cafés.
CREATE OR REPLACE FUNCTION known_zone(zone text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM now() AT TIME ZONE zone;
  RETURN zone;
EXCEPTION
  WHEN invalid_parameter_value THEN RETURN 'Asia/Shanghai';
END
$$;

-- Whether the count of a code's violations is a count of persons. The codes that count premises are listed, so that a
-- new code is withheld until somebody decides.
CREATE OR REPLACE FUNCTION counts_persons(code text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN code NOT IN ('OVERTIME_OPERATION', 'TERMINAL_UNREGISTERED', 'OPERATION_SUSPENDED', 'MEASURES_STOPPED', 'AGENT_ABSENT',
                      'RECORDS_BROKEN', 'DOCUMENTS_TYPED_BY_HAND', 'MIDNIGHT_BRIDGED', 'COVERAGE_LOW', 'CLOCK_WRONG',
                      'PATROL_MISSING', 'OVERTIME_GRAVE', 'POWERED_WHILE_SUSPENDED', 'REGISTRATION_BURST', 'REGISTRATION_REPLAY', 'MEASURES_STOPPED_GRAVE',
                      'CAFE_UNLIKE_PEERS');

-- A number of persons in the form that may be published. Numbers below five are withheld, because so few persons are
-- easily identified. Sums over larger areas and times add up only what this function returns, so that no total minus
-- its parts reveals a withheld number. While a day is not over, numbers are rounded to steps of five and zero is
-- withheld too: otherwise someone who looks every few seconds would see a single person arrive.
CREATE OR REPLACE FUNCTION published(persons bigint, of_day date, today date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN of_day < today AND (persons = 0 OR persons >= 5) THEN persons
              WHEN of_day >= today AND persons >= 5 THEN persons / 5 * 5 END;

-- For queries that do not know the current day. Working it out for each row costs more than the row.
CREATE OR REPLACE FUNCTION published(persons numeric, of_day date) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  RETURN published(persons::bigint, of_day, (now() AT TIME ZONE 'Asia/Shanghai')::date);

-- A query of the rows that a statement wrote, each with a sign: a changed row is subtracted in its old form and added
-- in its new one.
CREATE OR REPLACE FUNCTION signed_rows(operation text) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN CASE operation
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM added'
    WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM removed'
    ELSE 'SELECT 1 AS sign, * FROM added UNION ALL SELECT -1 AS sign, * FROM removed' END;
REVOKE ALL ON FUNCTION signed_rows FROM PUBLIC;

-- Whoever may make temporary tables could put them before ours for the functions of others. The service makes none, so that a
-- login that is only a member needs no right to; who owns the database keeps it.
DO $$
BEGIN
  IF (SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = current_database()) THEN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  END IF;
END
$$;

-- A function that runs as the owner looks for tables in the schema first and in the caller's temporary schema last: by
-- default that one comes first, before the system's own tables, so that a caller could put a table of its own in the place
-- of one that such a function reads. Of every function with a path of its own, those of triggers and those that only others
-- call included: what the owner's functions call runs as the owner, too.
DO $$
DECLARE
  definer regprocedure;
  kind text;
BEGIN
  FOR definer, kind IN
    SELECT oid::regprocedure, CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
      AND (prosecdef OR EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting LIKE 'search\_path=%')) LOOP
    EXECUTE format('ALTER %s %s SET search_path = %I, pg_temp', kind, definer, current_schema());
  END LOOP;
END
$$;
