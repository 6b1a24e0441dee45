-- The licensed premises (cafés), the accounts of people and programs, how people sign in, and the registry of persons.

CREATE TABLE cafe (
  place_code text PRIMARY KEY CHECK (place_code ~ '^[0-9]{6}10[0-9]{6}$'),
  name text NOT NULL,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  licence_number text NOT NULL,
  licence_valid_until date, -- its last local day; null: without end
  terminals integer CHECK (terminals >= 0),
  staff_terminals text[] NOT NULL DEFAULT '{}',
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  address text,
  time_zone text NOT NULL DEFAULT 'Asia/Shanghai',
  -- as which measures its software is registered: management (culture), security (police)
  measures text NOT NULL DEFAULT 'management' CHECK (measures IN ('management', 'security', 'both')),
  created_at timestamptz NOT NULL
);
CREATE INDEX cafe_by_region ON cafe (region text_pattern_ops, place_code);
GRANT SELECT, INSERT, UPDATE ON cafe TO lingdian_service;

CREATE TABLE agent_key (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  key_hash bytea NOT NULL UNIQUE, -- SHA-256 of a 256-bit random key
  created_at timestamptz NOT NULL,
  ended_at timestamptz
);
GRANT SELECT, INSERT, UPDATE ON agent_key TO lingdian_service;

-- Accounts and sign-in. Programs use bearer tokens; people sign in by password or through an identity provider. A thief
-- of the database could not sign in: tokens, session ids, invitations and recovery codes are stored as SHA-256 of 256
-- or 80 random bits, passwords as Argon2id, and second factors are sealed with keys that are not in the database.

CREATE TABLE account (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'regulator', 'auditor', 'operator')),
  authority text CHECK (authority IN ('culture', 'public-security')),
  region text CHECK (region ~ '^[0-9]{6}$'),
  place_code text REFERENCES cafe,
  token_hash bytea UNIQUE, -- null: a person, who signs in instead
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  token_expires_at timestamptz, -- null: until the account is ended
  sign_in_name text CHECK (sign_in_name ~ '^[a-z0-9][a-z0-9._@-]{2,63}$'),
  provider_issuer text,
  provider_subject text,
  provisioned boolean NOT NULL DEFAULT false, -- created by the claims of its provider, and changed by them
  rights_version integer NOT NULL DEFAULT 1, -- counts changes of what the account may do and see
  CHECK (role <> 'regulator' OR (authority IS NOT NULL AND region IS NOT NULL)),
  CHECK (role <> 'operator' OR place_code IS NOT NULL),
  CONSTRAINT account_way_in CHECK (num_nonnulls(token_hash, sign_in_name, provider_subject) > 0),
  CONSTRAINT account_provider CHECK ((provider_issuer IS NULL) = (provider_subject IS NULL)),
  CONSTRAINT account_provisioned CHECK (NOT provisioned OR provider_subject IS NOT NULL)
);
-- A name is free again once its account has ended. A provider's person whose account was ended cannot sign in again.
CREATE UNIQUE INDEX account_sign_in_name ON account (sign_in_name) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX account_provider_subject ON account (provider_issuer, provider_subject);
GRANT SELECT, INSERT, UPDATE ON account TO lingdian_service;

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
  confirmed_at timestamptz, -- null: the secret was shown, but no code has been entered yet
  last_step bigint NOT NULL DEFAULT 0 -- the time step of the last accepted code, so that no code is accepted twice
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
  must_enrol boolean NOT NULL DEFAULT false -- usable only to set up a second factor
);
CREATE INDEX sign_in_session_by_account ON sign_in_session (account) WHERE ended_at IS NULL;
CREATE INDEX sign_in_session_by_expiry ON sign_in_session (expires_at);

-- Failed attempts in a row, by a keyed hash of the name or address that made them, so that the rows identify no person.
CREATE TABLE sign_in_attempt (
  subject bytea PRIMARY KEY CHECK (length(subject) = 16),
  failures integer NOT NULL CHECK (failures >= 0),
  last_at timestamptz NOT NULL,
  open_at timestamptz NOT NULL -- attempts before this time are refused unchecked
);
CREATE INDEX sign_in_attempt_by_age ON sign_in_attempt (last_at);

-- State that is needed when a person returns from the identity provider, to any node.
CREATE TABLE provider_visit (
  state_hash bytea PRIMARY KEY CHECK (length(state_hash) = 32),
  sealed bytea NOT NULL, -- nonce, code verifier and the address to go to afterwards
  expires_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON
  password, invitation, second_factor, recovery_code, sign_in_session, sign_in_attempt, provider_visit TO lingdian_service;

-- A session is valid for the rights with which it was opened: every change of them ends it, whichever program made the
-- change.
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

-- The registry of persons who may be admitted by name. Rows are found by the person token. The name is stored as a
-- keyed hash that also covers the token, so that equal names do not look alike; the details that people look up are one
-- ciphertext. No number, name or birth date is stored in the clear.
--
-- A change of the registry does not take the lock on "head": a batch reads the registry in one statement after taking
-- the lock, and so sees all that was committed and answered before. Only the first entry takes it, to set
-- head.registry_used.
CREATE TABLE registered_person (
  token uuid PRIMARY KEY,
  token_version integer NOT NULL, -- of the key that made token and name_hash
  name_hash bytea NOT NULL CHECK (length(name_hash) = 16),
  sealed bytea NOT NULL, -- the document as JSON, encrypted
  -- Regions of the accounts that registered the person. The entry is visible to an account whose region covers one of them.
  regions text[] NOT NULL CHECK (array_to_string(regions, ',', '-') ~ '^[0-9]{6}(,[0-9]{6})*$'),
  registered_at timestamptz NOT NULL, -- first time
  registered_by uuid NOT NULL REFERENCES account,
  renewed_at timestamptz NOT NULL, -- last time
  renewed_by uuid NOT NULL REFERENCES account,
  state text NOT NULL CHECK (state IN ('registered', 'lost', 'revoked')),
  state_at timestamptz NOT NULL,
  state_by uuid NOT NULL REFERENCES account,
  state_region text NOT NULL CHECK (state_region ~ '^[0-9]{6}$'), -- of the account that set the state
  state_reason bytea, -- encrypted: people write names into reasons
  CHECK ((state = 'registered') = (state_reason IS NULL))
);
-- An entry moves to the token of the key in use. If nodes with different keys have made two entries of one person, they
-- are merged and the other row is deleted.
GRANT SELECT, INSERT, UPDATE, DELETE ON registered_person TO lingdian_service;

-- Notices of work in a café at night, given by its operator. The kind of work is one of a few words, so that no name is
-- written.
CREATE TABLE maintenance (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  work text NOT NULL CHECK (work IN ('cleaning', 'equipment', 'network', 'power', 'renovation')),
  begins_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > begins_at),
  at timestamptz NOT NULL CHECK (at <= begins_at),
  account uuid NOT NULL REFERENCES account
);
CREATE INDEX maintenance_by_cafe ON maintenance (place_code, begins_at DESC);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON maintenance FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON maintenance FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON maintenance FROM CURRENT_USER;
GRANT SELECT, INSERT ON maintenance TO lingdian_service;

-- Messages of authorities to cafés: sent to the café's agent with each connection until it says that the message was
-- delivered, or the time is over. A message only moves forward, from waiting to delivered to read.
CREATE TABLE message (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  sender text NOT NULL CHECK (sender IN ('culture', 'public-security')),
  text bytea NOT NULL, -- sealed
  at timestamptz NOT NULL,
  until timestamptz NOT NULL CHECK (until > at AND until <= at + interval '30 days'),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'read')),
  delivered_at timestamptz CHECK ((delivered_at IS NULL) = (state = 'waiting')),
  read_at timestamptz CHECK ((read_at IS NULL) = (state <> 'read'))
);
CREATE INDEX message_waiting ON message (place_code, at) WHERE state = 'waiting';
CREATE INDEX message_by_until ON message (until);

-- Rises with each message that is written: a node that sees it rise looks for the messages of the cafés that are
-- connected to it.
CREATE TABLE message_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version bigint NOT NULL DEFAULT 0
);
INSERT INTO message_head DEFAULT VALUES;

CREATE FUNCTION count_messages() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE message_head SET version = version + 1;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION count_messages FROM PUBLIC;
CREATE TRIGGER counted AFTER INSERT ON message FOR EACH STATEMENT EXECUTE FUNCTION count_messages();

CREATE FUNCTION refuse_earlier_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF array_position(ARRAY['waiting', 'delivered', 'read'], NEW.state) < array_position(ARRAY['waiting', 'delivered', 'read'], OLD.state)
    OR OLD.delivered_at IS NOT NULL AND NEW.delivered_at IS DISTINCT FROM OLD.delivered_at THEN
    RAISE EXCEPTION 'a message only moves forward' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER goes_on BEFORE UPDATE OF state, delivered_at, read_at ON message FOR EACH ROW EXECUTE FUNCTION refuse_earlier_receipt();
CREATE TRIGGER only_resealed BEFORE UPDATE OF text ON message FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('text');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON message FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT, UPDATE (text, state, delivered_at, read_at) ON message TO lingdian_service;
GRANT SELECT ON message_head TO lingdian_service;

-- A café's safety officer (安全员), when staff were trained, and when the owner signed the letter of responsibility
-- (守法经营责任书), as its regulators know them now. Changes are in the access log.
CREATE TABLE safety (
  place_code text PRIMARY KEY REFERENCES cafe,
  version uuid NOT NULL, -- a new one at each change; the sealed text is bound to it
  officer bytea, -- encrypted: name and telephone
  trained_on date[] NOT NULL CHECK (cardinality(trained_on) <= 20),
  letter_on date,
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account
);
GRANT SELECT, INSERT, UPDATE ON safety TO lingdian_service;
