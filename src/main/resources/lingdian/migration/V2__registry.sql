-- The registry of persons who may be let in by name (SPEC.md, sections 3 and 7).
--
-- Keyed by the person token. What is compared with a login, the name, is a keyed hash that also covers the token, so
-- that equal names do not look alike; what people look up is one ciphertext. There is no number, name or birth date here.
-- A change of the registry needs no lock on "head": a batch reads it in one statement, after the lock, so it sees all that
-- was committed and answered before. Only the first entry ever takes that lock, to say that there is a registry to read.

ALTER TABLE head ADD COLUMN registry_used boolean NOT NULL DEFAULT false; -- false: no batch needs to read the registry

CREATE TABLE registered_person (
  token uuid PRIMARY KEY,
  token_version integer NOT NULL, -- of the key that made token and name_hash
  name_hash bytea NOT NULL CHECK (length(name_hash) = 16),
  sealed bytea NOT NULL, -- the document as JSON, encrypted
  -- Of the accounts that registered it: an entry is visible to whoever's region covers one of them.
  regions text[] NOT NULL CHECK (array_to_string(regions, ',', '-') ~ '^[0-9]{6}(,[0-9]{6})*$'),
  registered_at timestamptz NOT NULL, -- first
  registered_by uuid NOT NULL REFERENCES account,
  renewed_at timestamptz NOT NULL, -- last
  renewed_by uuid NOT NULL REFERENCES account,
  state text NOT NULL CHECK (state IN ('registered', 'lost', 'revoked')),
  state_at timestamptz NOT NULL,
  state_by uuid NOT NULL REFERENCES account,
  state_region text NOT NULL CHECK (state_region ~ '^[0-9]{6}$'), -- of the account that gave it
  state_reason bytea, -- encrypted: people write names into reasons
  CHECK ((state = 'registered') = (state_reason IS NULL))
);

GRANT SELECT, INSERT, UPDATE ON registered_person TO lingdian_service;

-- Logins that opened a session while the outside verifier gave no answer: each is asked about again, by whichever node
-- claims it, and its row goes in the commit that takes the answer in.
CREATE TABLE unverified_login (
  place_code text NOT NULL,
  session text NOT NULL,
  due_at timestamptz NOT NULL, -- a node that claims it puts this off, so that it is due again if the node dies
  PRIMARY KEY (place_code, session),
  FOREIGN KEY (place_code, session) REFERENCES session ON DELETE CASCADE
);
CREATE INDEX unverified_login_due ON unverified_login (due_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON unverified_login TO lingdian_service;
