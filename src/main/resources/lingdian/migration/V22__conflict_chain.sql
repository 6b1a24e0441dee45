-- Second versions of a repeated number lie in "sealed" (kind 'conflict') beside the first one's text, and no record names
-- them. Each stream's have a hash chain of their own here, apart from the journal's: so one that is changed or taken away is
-- found out, and a café's proofs, which are of the journal's chain, stay as they are.
--
-- The rows outlive the received day, like the cuts of its drop: no person and no token is in them.
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
    RAISE EXCEPTION 'the table % only goes on', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON conflict FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON conflict FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goes_on BEFORE UPDATE ON conflict_head FOR EACH ROW EXECUTE FUNCTION refuse_earlier_conflict();
CREATE TRIGGER not_ended BEFORE DELETE ON conflict_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON conflict_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Chains one more. Whoever commits events holds the lock on "head", and the row of conflict_head besides.
CREATE FUNCTION chain_conflict(of_stream integer, received date, of_seq bigint, hashed bytea) RETURNS void
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

CREATE FUNCTION chain_sealed_conflict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM chain_conflict(NEW.stream_number, NEW.day, NEW.seq, NEW.ciphertext_hash);
  RETURN NULL;
END
$$;
CREATE TRIGGER chained AFTER INSERT ON sealed
  FOR EACH ROW WHEN (NEW.kind = 'conflict') EXECUTE FUNCTION chain_sealed_conflict();

-- What was sealed before there was this chain begins it, in the order in which it can be told.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT stream_number, day, seq, ciphertext_hash FROM sealed WHERE kind = 'conflict' ORDER BY stream_number, day, seq, ciphertext_hash
  LOOP
    PERFORM chain_conflict(one.stream_number, one.day, one.seq, one.ciphertext_hash);
  END LOOP;
END
$$;

-- A checkpoint covers the heads of these chains too.
ALTER TABLE checkpoint_leaf ADD COLUMN conflicts boolean NOT NULL DEFAULT false; -- the stream's second versions, seq their number

REVOKE ALL ON FUNCTION chain_conflict, chain_sealed_conflict FROM PUBLIC;
GRANT SELECT ON conflict, conflict_head TO lingdian_service;
REVOKE UPDATE, DELETE, TRUNCATE ON conflict FROM CURRENT_USER;
