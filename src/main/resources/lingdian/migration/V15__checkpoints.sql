-- Signed checkpoints (SPEC.md, section 8). Each covers the heads of all streams and of the access log by the root of one
-- tree, and names the checkpoint before it by its hash. Nothing here can be changed or deleted, as in the journal.

-- The public halves of the keys that signed anything: what they signed must be checkable after the keys are gone.
CREATE TABLE signing_key (
  fingerprint text PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{64}$'), -- SHA-256 of public_key
  number bigint NOT NULL, -- in the key ring
  algorithm text NOT NULL CHECK (algorithm IN ('Ed25519', 'SM2')),
  public_key bytea NOT NULL UNIQUE, -- SubjectPublicKeyInfo
  first_used_at timestamptz NOT NULL
);

CREATE TABLE checkpoint (
  number bigint PRIMARY KEY CHECK (number > 0),
  day date UNIQUE, -- the day that it ends; null where it was made in between
  made_at timestamptz NOT NULL,
  body text NOT NULL, -- exactly what is signed
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32), -- of the body
  fingerprint text NOT NULL REFERENCES signing_key,
  signature bytea NOT NULL
);

CREATE TABLE checkpoint_leaf (
  checkpoint bigint NOT NULL REFERENCES checkpoint DEFERRABLE INITIALLY DEFERRED, -- leaves come first, in one statement
  position integer NOT NULL CHECK (position >= 0),
  stream_number integer, -- null: the access log
  seq bigint NOT NULL,
  chain bytea NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (checkpoint, position)
);
CREATE INDEX checkpoint_leaf_by_stream ON checkpoint_leaf (stream_number, checkpoint);

-- Keys of regulators who sign checkpoints too. An administrator approves each: a second person.
CREATE TABLE cosigning_key (
  id uuid PRIMARY KEY,
  account uuid NOT NULL REFERENCES account,
  fingerprint text NOT NULL UNIQUE CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  algorithm text NOT NULL CHECK (algorithm IN ('Ed25519', 'SM2')),
  public_key bytea NOT NULL,
  registered_at timestamptz NOT NULL,
  approved_by text,
  approved_at timestamptz,
  CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);

CREATE TABLE checkpoint_signature (
  checkpoint bigint NOT NULL REFERENCES checkpoint,
  key uuid NOT NULL REFERENCES cosigning_key,
  signature bytea NOT NULL,
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (checkpoint, key)
);

DO $$
DECLARE
  append_only text;
BEGIN
  FOREACH append_only IN ARRAY ARRAY['signing_key', 'checkpoint', 'checkpoint_leaf', 'checkpoint_signature'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', append_only);
    EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', append_only);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', append_only);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO lingdian_service', append_only);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE (approved_by, approved_at) ON cosigning_key TO lingdian_service;
