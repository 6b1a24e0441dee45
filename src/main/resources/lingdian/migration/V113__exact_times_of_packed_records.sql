-- The view "unpacked" as before (V4), with exact times. A product with an interval is one of a double, which is inexact
-- beyond 2^53 microseconds (285 years): an agent whose clock was in the year 9999 kept its whole day unpacked. Whole
-- seconds and the microseconds beside them are exact apart. No days are made of them: what a day adds to a timestamptz
-- depends on the time zone of the session.
CREATE OR REPLACE VIEW unpacked WITH (security_invoker = true) AS
SELECT packed.day, packed.stream_number, packed.first_seq + one.place - 1 AS seq, packed.first_seq AS from_seq, packed.last_seq AS to_seq,
       one.received_at, one.sent_at, one.effective_at, one.body, one.outcome, one.content_mac, one.sealed_hash, one.chain,
       one.type, one.answer, one.under_age, one.admitted, one.release_number
FROM packed_record AS packed
CROSS JOIN LATERAL (
  SELECT one.place, one.received_at, sent.sent_at,
         coalesce(sent.sent_at, one.received_at) - one.effective_before / 1000000 * interval '1 second'
           - one.effective_before % 1000000 * interval '1 microsecond' AS effective_at,
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
  CROSS JOIN LATERAL (
    SELECT one.received_at - one.sent_before / 1000000 * interval '1 second' - one.sent_before % 1000000 * interval '1 microsecond' AS sent_at
  ) AS sent
  OFFSET 0) AS one;
