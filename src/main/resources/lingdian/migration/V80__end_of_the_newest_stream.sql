-- Where a café's newest stream ends is in the café's state, which each batch writes anyway. So a batch replaces one row of a café and
-- not two. The row of a stream is written when it begins, when it is superseded, and when a newer one begins.
--
-- Batches of nodes that are working meanwhile wait at this lock, before they hold another.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Under other names, so that a program that knows only the form before fails instead of writing where nobody reads.
ALTER TABLE stream RENAME acked_seq TO own_seq;
ALTER TABLE stream RENAME chain TO own_chain;
ALTER TABLE stream ALTER own_seq DROP NOT NULL, ALTER own_chain DROP NOT NULL; -- null: in "cafe_state"
ALTER TABLE stream ADD CHECK ((own_seq IS NULL) = (own_chain IS NULL));

-- The state's text comes last: of a row that is replaced on its page, PostgreSQL logs nothing of the beginning and the end that are as
-- before, and most logouts leave that text as it is.
ALTER TABLE cafe_state
  ADD stream_number integer UNIQUE, -- the café's newest stream; null before its first event
  ADD acked_seq bigint CHECK (acked_seq >= 0), -- the last number of that stream that was taken
  ADD chain bytea CHECK (length(chain) = 32), -- the chain hash of that record
  ADD memory text;
UPDATE cafe_state AS state
SET memory = state.state, stream_number = newest.number, acked_seq = newest.own_seq, chain = newest.own_chain
FROM cafe_state AS old LEFT JOIN (
  SELECT DISTINCT ON (place_code) place_code, number, own_seq, own_chain FROM stream ORDER BY place_code, number DESC) AS newest
  USING (place_code)
WHERE old.place_code = state.place_code;
UPDATE stream SET own_seq = NULL, own_chain = NULL FROM cafe_state WHERE cafe_state.stream_number = stream.number;
ALTER TABLE cafe_state DROP state;
ALTER TABLE cafe_state RENAME memory TO state;
ALTER TABLE cafe_state ALTER state SET NOT NULL;

-- All streams with their ends. One whose café lost its state ends nowhere, so that "verify" names it.
CREATE VIEW stream_head WITH (security_invoker = true) AS
SELECT stream.number, stream.place_code, stream.stream, coalesce(state.acked_seq, stream.own_seq, 0) AS acked_seq,
       coalesce(state.chain, stream.own_chain, decode(repeat('00', 32), 'hex')) AS chain, stream.superseded, stream.began_at
FROM stream LEFT JOIN cafe_state AS state ON state.stream_number = stream.number;
GRANT SELECT ON stream_head TO lingdian_service;

CREATE OR REPLACE FUNCTION remember_cafe() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO cafe_past (place_code, events, region, licence_valid_until, staff_terminals, terminals, time_zone, measures,
                         heard_terminals, unlike_peers)
  SELECT OLD.place_code, coalesce(sum(acked_seq), 0), OLD.region, OLD.licence_valid_until, OLD.staff_terminals, OLD.terminals,
    OLD.time_zone, OLD.measures, OLD.heard_terminals, OLD.unlike_peers
  FROM stream_head WHERE place_code = OLD.place_code;
  RETURN NULL;
END
$$;

-- A batch that opens a session has its stream's row in hand. Looking for it again cost each login a query, and a lock on that row.
ALTER TABLE session DROP CONSTRAINT session_stream_number_fkey;
