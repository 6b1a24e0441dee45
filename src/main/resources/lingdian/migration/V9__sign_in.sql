-- Sign-in of people (SPEC.md, section 7): passwords, second factors, sessions. Programs go on with bearer tokens.
--
-- No secret that would let anybody in lies here in the clear: tokens, session ids, invitations and recovery codes as
-- SHA-256 of 256 or 80 random bits, passwords as Argon2id, second factors sealed with keys that are not in the database.

ALTER TABLE account
  ALTER COLUMN token_hash DROP NOT NULL, -- a person who signs in needs no token
  ADD COLUMN token_expires_at timestamptz, -- null: until the account is ended
  ADD COLUMN sign_in_name text CHECK (sign_in_name ~ '^[a-z0-9][a-z0-9._@-]{2,63}$'),
  ADD COLUMN provider_issuer text,
  ADD COLUMN provider_subject text,
  ADD COLUMN provisioned boolean NOT NULL DEFAULT false, -- made by the claims of its provider, and changed by them
  ADD COLUMN rights_version integer NOT NULL DEFAULT 1, -- counts changes of what it may do and see
  ADD CONSTRAINT account_way_in CHECK (num_nonnulls(token_hash, sign_in_name, provider_subject) > 0),
  ADD CONSTRAINT account_provider CHECK ((provider_issuer IS NULL) = (provider_subject IS NULL)),
  ADD CONSTRAINT account_provisioned CHECK (NOT provisioned OR provider_subject IS NOT NULL);
-- A name is free again once its account has ended; a person of a provider who was ended stays out.
CREATE UNIQUE INDEX account_sign_in_name ON account (sign_in_name) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX account_provider_subject ON account (provider_issuer, provider_subject);

CREATE TABLE password (
  account uuid PRIMARY KEY REFERENCES account,
  hash text NOT NULL CHECK (hash LIKE '$argon2id$v=19$%'),
  set_at timestamptz NOT NULL
);

CREATE TABLE invitation (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  account uuid NOT NULL REFERENCES account,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX invitation_by_account ON invitation (account);

CREATE TABLE second_factor (
  account uuid PRIMARY KEY REFERENCES account,
  sealed bytea NOT NULL,
  confirmed_at timestamptz, -- null: shown, and not yet proven to be held
  last_step bigint NOT NULL DEFAULT 0 -- the time step of the last code taken: none is taken twice
);

CREATE TABLE recovery_code (
  account uuid NOT NULL REFERENCES account,
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
  used_at timestamptz,
  PRIMARY KEY (account, code_hash)
);

CREATE TABLE sign_in_session (
  id_hash bytea PRIMARY KEY CHECK (length(id_hash) = 32),
  account uuid NOT NULL REFERENCES account,
  began_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL, -- the last request, to the minute
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  must_enrol boolean NOT NULL DEFAULT false -- good for nothing but setting up a second factor
);
CREATE INDEX sign_in_session_by_account ON sign_in_session (account) WHERE ended_at IS NULL;
CREATE INDEX sign_in_session_by_expiry ON sign_in_session (expires_at);

-- Attempts in a row without success, by a keyed hash of the name or address that made them: they name nobody.
CREATE TABLE sign_in_attempt (
  subject bytea PRIMARY KEY CHECK (length(subject) = 16),
  failures integer NOT NULL CHECK (failures >= 0),
  last_at timestamptz NOT NULL,
  open_at timestamptz NOT NULL -- before it nobody is let in
);
CREATE INDEX sign_in_attempt_by_age ON sign_in_attempt (last_at);

-- What waits for a person to come back from the identity provider; any node may receive them.
CREATE TABLE provider_visit (
  state_hash bytea PRIMARY KEY CHECK (length(state_hash) = 32),
  sealed bytea NOT NULL, -- nonce, code verifier and where to go afterwards
  expires_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON
  password, invitation, second_factor, recovery_code, sign_in_session, sign_in_attempt, provider_visit TO lingdian_service;

-- A session is as good as the rights that it was opened with: whatever changes them ends it, by whichever way it comes.
CREATE FUNCTION account_rights_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  NEW.rights_version := OLD.rights_version + 1;
  UPDATE sign_in_session SET ended_at = clock_timestamp() WHERE account = NEW.id AND ended_at IS NULL;
  RETURN NEW;
END
$$;
CREATE TRIGGER rights_changed BEFORE UPDATE ON account FOR EACH ROW
  WHEN ((NEW.role, NEW.authority, NEW.region, NEW.place_code, NEW.ended_at)
    IS DISTINCT FROM (OLD.role, OLD.authority, OLD.region, OLD.place_code, OLD.ended_at))
  EXECUTE FUNCTION account_rights_changed();
