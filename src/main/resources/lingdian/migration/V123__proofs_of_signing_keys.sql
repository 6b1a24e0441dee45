-- Whoever has the service's login writes keys and checkpoints, too. A key is the service's if there is a proof of it, which takes the key ring.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Made by each node of all signing keys of its ring, before it uses them. Not a column of signing_key: who wrote a key's row first would
-- keep its proof out, and who may change rows would remove it. Whoever has the login adds what proves nothing.
CREATE TABLE signing_key_proof (
  proof bytea PRIMARY KEY CHECK (length(proof) = 32), -- keyed hash of a key's fingerprint
  known_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signing_key_proof FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON signing_key_proof FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON signing_key_proof FROM CURRENT_USER;
GRANT SELECT, INSERT ON signing_key_proof TO lingdian_service;

-- A key from before that was retired meanwhile gets its proof from a ring that says so. Of later keys nobody says that they are from before.
ALTER TABLE signing_key ADD COLUMN before_proofs boolean NOT NULL DEFAULT true;
ALTER TABLE signing_key ALTER COLUMN before_proofs SET DEFAULT false;
REVOKE INSERT ON signing_key FROM lingdian_service;
GRANT INSERT (fingerprint, number, algorithm, public_key, first_used_at) ON signing_key TO lingdian_service;

-- A row that says another key under a fingerprint would keep the service from signing with the one that has it.
CREATE FUNCTION keep_fingerprints() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND NEW.fingerprint <> encode(sha256(NEW.public_key), 'hex') THEN
    RAISE EXCEPTION 'a fingerprint is the SHA-256 of its key' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER as_it_is BEFORE INSERT ON signing_key FOR EACH ROW EXECUTE FUNCTION keep_fingerprints();

-- One that the service did not sign takes no day away from the service's own.
ALTER TABLE checkpoint DROP CONSTRAINT checkpoint_day_key;
CREATE INDEX checkpoint_by_day ON checkpoint (day, number);
