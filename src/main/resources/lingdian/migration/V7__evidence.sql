-- The access log, signed checkpoints, and what remains of a received day after it was dropped.

-- The access log: who saw and did what. Append-only like the journal, and one chain: each entry's hash covers the
-- previous one. Entries are numbered without gaps under the lock on access_log_head, a row of its own, so that a writer
-- of the log and a batch of events never wait for each other. Times never decrease from one entry to the next, so a
-- month is a range of numbers: whole months can be dropped from the beginning, and the chain continues from the entry
-- that recorded the cut.
CREATE TABLE access_log_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL DEFAULT 0 CHECK (position >= 0), -- of the newest entry
  at timestamptz NOT NULL DEFAULT '-infinity',
  chain bytea NOT NULL CHECK (length(chain) = 32) -- the newest entry's
);
INSERT INTO access_log_head (chain) VALUES (sha256('lingdian access log'));

CREATE TABLE access_log (
  position bigint NOT NULL CHECK (position > 0),
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('account', 'agent', 'service', 'nobody')),
  actor_id text, -- the account's id, or the café of an agent
  action text NOT NULL CHECK (action ~ '^[a-z][a-z-]{1,39}$'),
  outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'attempted')),
  subject_kind text CHECK (subject_kind ~ '^[a-z][a-z-]{1,39}$'),
  subject_id text,
  region text CHECK (region ~ '^[0-9]{6}$'), -- of the subject, if it has one
  person uuid, -- the token of the person concerned: never shown
  details text NOT NULL, -- JSON: codes and numbers
  reason bytea, -- encrypted: people write names into reasons
  reason_hash bytea, -- the hash of the ciphertext
  chain bytea NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (position, at),
  CHECK ((actor_kind IN ('account', 'agent')) = (actor_id IS NOT NULL)),
  CHECK (subject_kind IS NOT NULL OR subject_id IS NULL),
  CHECK ((reason IS NULL) = (reason_hash IS NULL))
) PARTITION BY RANGE (at);
CREATE INDEX access_log_by_time ON access_log (at);
CREATE INDEX access_log_by_actor ON access_log (actor_id, position) WHERE actor_id IS NOT NULL;
CREATE INDEX access_log_by_subject ON access_log (subject_id, position) WHERE subject_id IS NOT NULL;
CREATE INDEX access_log_by_action ON access_log (action, position);

CREATE FUNCTION refuse_going_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.position <= OLD.position OR NEW.at < OLD.at THEN
    RAISE EXCEPTION 'the table % only moves forward', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goes_on BEFORE UPDATE ON access_log_head FOR EACH ROW EXECUTE FUNCTION refuse_going_back();
CREATE TRIGGER not_ended BEFORE DELETE ON access_log_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON access_log_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON access_log FROM CURRENT_USER;
GRANT SELECT, INSERT ON access_log TO lingdian_service;
GRANT SELECT, UPDATE ON access_log_head TO lingdian_service;

-- The public halves of all keys that have signed anything: signatures must be verifiable after the keys are gone.
CREATE TABLE signing_key (
  fingerprint text PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{64}$'), -- SHA-256 of public_key
  number bigint NOT NULL, -- in the key ring
  algorithm text NOT NULL CHECK (algorithm IN ('Ed25519', 'SM2')),
  public_key bytea NOT NULL UNIQUE, -- SubjectPublicKeyInfo
  first_used_at timestamptz NOT NULL
);

-- Signed checkpoints. Each covers the heads of all streams, of the access log and of the photographs by the root of one tree, and names the
-- previous checkpoint by its hash.
CREATE TABLE checkpoint (
  number bigint PRIMARY KEY CHECK (number > 0),
  day date UNIQUE, -- the day that it ends; null: made during a day
  made_at timestamptz NOT NULL,
  body text NOT NULL, -- exactly the signed text
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32), -- of the body
  fingerprint text NOT NULL REFERENCES signing_key,
  signature bytea NOT NULL
);

CREATE TABLE checkpoint_leaf (
  checkpoint bigint NOT NULL REFERENCES checkpoint DEFERRABLE INITIALLY DEFERRED, -- leaves are inserted first, in one statement
  position integer NOT NULL CHECK (position >= 0),
  stream_number integer, -- null: the access log or photographs
  seq bigint NOT NULL,
  chain bytea NOT NULL CHECK (length(chain) = 32),
  conflicts boolean NOT NULL DEFAULT false, -- true: the chain of the stream's second versions, seq being their number
  authority text CHECK (authority IN ('culture', 'public-security')), -- of the chain of photographs, seq being their number
  PRIMARY KEY (checkpoint, position),
  CHECK (authority IS NULL OR stream_number IS NULL AND NOT conflicts)
);
CREATE INDEX checkpoint_leaf_by_stream ON checkpoint_leaf (stream_number, checkpoint);

-- Keys of regulators who co-sign checkpoints. An administrator, as a second person, approves each.
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
GRANT SELECT, INSERT, UPDATE (approved_by, approved_at) ON cosigning_key TO lingdian_service;

CREATE TABLE checkpoint_signature (
  checkpoint bigint NOT NULL REFERENCES checkpoint,
  key uuid NOT NULL REFERENCES cosigning_key,
  signature bytea NOT NULL,
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (checkpoint, key)
);

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['signing_key', 'checkpoint', 'checkpoint_leaf', 'checkpoint_signature'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', one);
    EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', one);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', one);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO lingdian_service', one);
  END LOOP;
END
$$;

-- The evidence bundle of a dispatched or confirmed violation, sealed, and kept as long as its case: the records that it
-- is based on are dropped with their day.
CREATE TABLE kept_bundle (
  violation_id uuid PRIMARY KEY,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'), -- the café's county, by which it is visible
  made_at timestamptz NOT NULL,
  bundle bytea, -- encrypted
  refused text, -- why there is none
  CHECK (num_nonnulls(bundle, refused) = 1)
);
CREATE TRIGGER kept_as_it_is BEFORE UPDATE OF violation_id, region, made_at, refused ON kept_bundle
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF bundle ON kept_bundle
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('bundle');
GRANT SELECT, INSERT, DELETE, UPDATE (bundle) ON kept_bundle TO lingdian_service; -- deleted with its case

-- The records that prove a dispatched or confirmed violation outlive their day, with the texts sealed with them.
CREATE TABLE kept_evidence (
  stream_number integer NOT NULL REFERENCES stream,
  seq bigint NOT NULL,
  day date NOT NULL,
  received_at timestamptz NOT NULL,
  sent_at timestamptz,
  effective_at timestamptz,
  body text NOT NULL,
  outcome text,
  content_mac bytea NOT NULL,
  sealed_hash bytea,
  release_number smallint,
  chain_before bytea, -- needed to compute the record's own chain hash; null: the first of its stream
  chain bytea NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (stream_number, seq)
);
CREATE TRIGGER not_changed BEFORE UPDATE ON kept_evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE kept_text (
  stream_number integer NOT NULL,
  seq bigint NOT NULL,
  kind text NOT NULL,
  ciphertext bytea NOT NULL, -- as recorded; the chain covers its hash
  ciphertext_hash bytea NOT NULL,
  resealed bytea, -- the text under a key other than the day's; null: it can no longer be opened
  PRIMARY KEY (stream_number, seq, kind, ciphertext_hash),
  FOREIGN KEY (stream_number, seq) REFERENCES kept_evidence ON DELETE CASCADE
);
CREATE TRIGGER only_resealed BEFORE UPDATE OF resealed ON kept_text
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('resealed');

CREATE TABLE kept_for (
  violation_id uuid NOT NULL REFERENCES violation ON DELETE CASCADE,
  stream_number integer NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (violation_id, stream_number, seq),
  FOREIGN KEY (stream_number, seq) REFERENCES kept_evidence ON DELETE CASCADE
);
CREATE INDEX kept_for_by_record ON kept_for (stream_number, seq);
GRANT SELECT, INSERT ON kept_evidence, kept_for TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (resealed) ON kept_text TO lingdian_service;

-- Each drop of a received day, chained by hash to the previous drop (retention_hash), with the position at which every
-- stream was cut: "verify" continues from there.
CREATE TABLE retention_drop (
  number bigint PRIMARY KEY CHECK (number > 0), -- without gaps
  day date NOT NULL UNIQUE,
  dropped_at timestamptz NOT NULL,
  records bigint NOT NULL,
  sealed_texts bigint NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32)
);

-- A range of one stream's records that a drop removed.
CREATE TABLE retention_cut (
  drop_number bigint NOT NULL, -- no foreign key: checking it takes a right to change drops, which no role has
  stream_number integer NOT NULL REFERENCES stream,
  first_seq bigint NOT NULL CHECK (first_seq > 0),
  last_seq bigint NOT NULL CHECK (last_seq >= first_seq),
  chain_before bytea CHECK (length(chain_before) = 32), -- at the previous record; null: there is none
  chain bytea NOT NULL CHECK (length(chain) = 32), -- at the last record
  PRIMARY KEY (stream_number, first_seq)
);
CREATE INDEX retention_cut_by_drop ON retention_cut (drop_number, stream_number, first_seq);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON retention_drop FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON retention_cut FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON retention_drop FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON retention_cut FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON retention_drop, retention_cut FROM CURRENT_USER;
GRANT SELECT ON retention_drop, retention_cut TO lingdian_service;

-- Where the stored record fails verification: integrity incidents of the service, which accuse no café. Each place is one
-- incident, however often it is found.
CREATE TABLE integrity_incident (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place text NOT NULL UNIQUE, -- a stream and a number in it, or what names the place otherwise
  place_code text, -- of the stream, like stream and seq; null: it belongs to no stream
  stream uuid,
  seq bigint,
  what text NOT NULL, -- names the first record that does not fit, and says why
  found_at timestamptz NOT NULL,
  CHECK (num_nulls(place_code, stream, seq) IN (0, 3))
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON integrity_incident FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON integrity_incident FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON integrity_incident FROM CURRENT_USER;
GRANT SELECT, INSERT ON integrity_incident TO lingdian_service;
