-- The person's token of a packed login is 16 bytes beside its text, where it was 36 letters that do not compress. Days that were packed
-- before have none there, and all of it in their text.
ALTER TABLE packed_record
  ADD token uuid[], -- null: the text has it; it has the character 2 in place of what stands here
  ADD CHECK (cardinality(token) = last_seq - first_seq + 1) NOT VALID; -- it need not look at the rows of before, which have none

-- As before (V113), and with tokens.
CREATE OR REPLACE VIEW unpacked WITH (security_invoker = true) AS
SELECT packed.day, packed.stream_number, packed.first_seq + one.place - 1 AS seq, packed.first_seq AS from_seq, packed.last_seq AS to_seq,
       one.received_at, one.sent_at, one.effective_at, one.body, one.outcome, one.content_mac, one.sealed_hash, one.chain,
       one.type, one.answer, one.under_age, one.admitted, one.release_number
FROM packed_record AS packed
CROSS JOIN LATERAL (
  SELECT one.place, one.received_at, sent.sent_at,
         coalesce(sent.sent_at, one.received_at) - one.effective_before / 1000000 * interval '1 second'
           - one.effective_before % 1000000 * interval '1 microsecond' AS effective_at,
         CASE WHEN position(E'\x01' IN named.body) > 0
           THEN replace(named.body, E'\x01', '"at":"' || to_char(sent.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"')
           ELSE named.body END AS body,
         one.outcome, substr(whole.content_macs, (one.place - 1)::integer * 16 + 1, 16) AS content_mac, one.sealed_hash,
         substr(whole.chains, (one.place - 1)::integer * 32 + 1, 32) AS chain,
         one.type, one.answer, one.under_age, one.admitted, one.release_number
  FROM (SELECT packed.content_macs || ''::bytea AS content_macs, packed.chains || ''::bytea AS chains OFFSET 0) AS whole
  CROSS JOIN unnest(packed.received_at, packed.sent_before, packed.effective_before, packed.body, packed.outcome, packed.sealed_hash,
                    packed.type, packed.answer, packed.under_age, packed.admitted, packed.release_number, packed.token)
    WITH ORDINALITY AS one (received_at, sent_before, effective_before, body, outcome, sealed_hash, type, answer, under_age, admitted,
                            release_number, token, place)
  CROSS JOIN LATERAL (
    SELECT one.received_at - one.sent_before / 1000000 * interval '1 second' - one.sent_before % 1000000 * interval '1 microsecond' AS sent_at
  ) AS sent
  CROSS JOIN LATERAL (
    SELECT CASE WHEN one.token IS NULL THEN one.body ELSE replace(one.body, E'\x02', one.token::text) END AS body) AS named
  OFFSET 0) AS one;
