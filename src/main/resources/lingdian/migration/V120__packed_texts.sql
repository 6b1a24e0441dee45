-- The sealed texts of past days, up to two hundred to a row: in a row of its own a text takes 180 bytes besides its ciphertext,
-- its entry in the index included, of which its hash, which can be reckoned, takes 65. The view "sealed_text" shows all texts as
-- they were appended, packed or not. No text is changed or deleted alone: a day is dropped whole, in either form.
CREATE TABLE packed_text (
  day date NOT NULL,
  stream_number integer NOT NULL,
  first_seq bigint NOT NULL CHECK (first_seq > 0),
  last_seq bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('identity', 'officer', 'quarantine', 'conflict')),
  place integer NOT NULL CHECK (place >= 0), -- how many texts of the stream, day and kind are in rows before this one
  seq_after smallint[] NOT NULL, -- from first_seq to the text's number
  ciphertext bytea[] NOT NULL,
  ciphertext_hash bytea[], -- null: each is the SHA-256 of its ciphertext
  PRIMARY KEY (stream_number, first_seq, kind, place, day),
  CHECK (seq_after[1] = 0 AND last_seq = first_seq + seq_after[cardinality(seq_after)]),
  CHECK (cardinality(seq_after) BETWEEN 1 AND 200 AND array_position(seq_after, NULL) IS NULL),
  CHECK (cardinality(ciphertext) = cardinality(seq_after) AND array_position(ciphertext, NULL) IS NULL),
  CHECK (cardinality(ciphertext_hash) = cardinality(seq_after) AND array_position(ciphertext_hash, NULL) IS NULL)
) PARTITION BY RANGE (day);
-- Neither ciphertexts nor hashes compress.
ALTER TABLE packed_text ALTER ciphertext SET STORAGE EXTERNAL, ALTER ciphertext_hash SET STORAGE EXTERNAL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON packed_text FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON packed_text FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON packed_text FROM CURRENT_USER;
GRANT SELECT ON packed_text TO lingdian_service;

-- Packed texts as they were appended. A query for some numbers also restricts from_seq and to_seq, which find the row. A hash is
-- reckoned only where it is asked for.
CREATE VIEW unpacked_text WITH (security_invoker = true) AS
SELECT packed.day, packed.stream_number, packed.first_seq + one.seq_after AS seq, packed.first_seq AS from_seq, packed.last_seq AS to_seq,
       packed.kind, one.ciphertext, coalesce(one.ciphertext_hash, sha256(one.ciphertext)) AS ciphertext_hash
FROM packed_text AS packed
CROSS JOIN LATERAL unnest(packed.seq_after, packed.ciphertext, packed.ciphertext_hash) AS one (seq_after, ciphertext, ciphertext_hash);

CREATE VIEW sealed_text WITH (security_invoker = true) AS
SELECT day, stream_number, seq, seq AS from_seq, seq AS to_seq, kind, ciphertext, ciphertext_hash FROM sealed
UNION ALL
SELECT day, stream_number, seq, from_seq, to_seq, kind, ciphertext, ciphertext_hash FROM unpacked_text;
GRANT SELECT ON unpacked_text, sealed_text TO lingdian_service, lingdian_reader;
