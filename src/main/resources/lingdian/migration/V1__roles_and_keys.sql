-- The roles that work with the database, the guards of append-only tables, and the keys that made stored values.
--
-- Files V1 to V8 hold the tables by subject, each with its indexes, its triggers and the rights to it. Functions that
-- queries and other functions call are in R__functions.sql, the views for Grafana in R__reporting.sql, and the rows
-- that each role may see in R__row_security.sql: these run again whenever they change. The function of a trigger is
-- next to its table, because a trigger can be created only after its function, and R files run after all V files.

-- The owner of the schema migrates. The service works as lingdian_service, and answers readers (regulators, operators,
-- auditors, administrators) as lingdian_reader. Neither can change the journal. If the owner may not create roles, an
-- administrator creates both and grants them to the owner first.
DO $$
DECLARE
  needed text;
BEGIN
  FOREACH needed IN ARRAY ARRAY['lingdian_service', 'lingdian_reader'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = needed) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', needed);
      END IF;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was quicker
    END;
    BEGIN
      EXECUTE format('GRANT %I TO %I', needed, current_user);
    EXCEPTION
      WHEN insufficient_privilege THEN
        IF NOT pg_has_role(current_user, needed, 'MEMBER') THEN
          RAISE;
        END IF;
    END;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), needed);
  END LOOP;
END
$$;

-- Refuses the statement that fires its trigger. Append-only tables use it for UPDATE, DELETE and TRUNCATE.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

-- Refuses to change a request that a second person has decided.
CREATE FUNCTION keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.granted IS NOT NULL THEN
    RAISE EXCEPTION 'a decision in % cannot be changed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

-- The suite of this database: which algorithms seal its texts, and which hash chains its records (evidence.md). The
-- first node to start on it writes the suite of its key ring. No role can change it: a chain cannot change its hash.
CREATE TABLE database_suite (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  suite text NOT NULL CHECK (suite IN ('international', 'guomi'))
);
CREATE TRIGGER decided_once BEFORE UPDATE OR DELETE ON database_suite FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON database_suite FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON database_suite FROM CURRENT_USER;
GRANT SELECT, INSERT ON database_suite TO lingdian_service;

-- The vault's keys that this database knows, by use and number. A start with a key ring that lacks a key in use, or
-- that holds a different key under its number, is refused before anything is sealed. No key can be derived from a row.
CREATE TABLE vault_key (
  use text NOT NULL CHECK (use IN ('sealing', 'personTokens', 'contentMacs', 'personRefs')),
  number bigint NOT NULL CHECK (number > 0),
  check_value bytea NOT NULL, -- a fixed label, sealed or hashed with the key
  known_at timestamptz NOT NULL DEFAULT now(), -- when a node first had the key in its ring
  used_at timestamptz, -- when a node first made something with it
  retired_at timestamptz, -- when a node's ring first said that it was retired
  PRIMARY KEY (use, number)
);
GRANT SELECT, INSERT, UPDATE (used_at, retired_at) ON vault_key TO lingdian_service;

-- The file of day keys that seals the records of this database (retention.md). A start with another file is refused
-- before anything is sealed. The number reveals nothing about the keys, which are never in the database.
CREATE TABLE day_keys (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  number bigint NOT NULL
);
GRANT SELECT, INSERT ON day_keys TO lingdian_service;

-- Texts that are kept longer than a sealing key are sealed again under the key in use, so that the older key can be
-- retired. Append-only tables allow no other change: a ciphertext may be replaced by one of equal length under another
-- key. Only the service, which has the keys, can check that both hold the same text.

-- Whether one ciphertext may replace another: the new one's key is a different key, and is in use for sealing now. The
-- number of its key is in the four bytes after the first byte of a ciphertext.
CREATE FUNCTION resealed(before bytea, after bytea) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT length(before) = length(after) AND substr(before, 1, 5) <> substr(after, 1, 5) AND EXISTS (
    SELECT FROM vault_key WHERE use = 'sealing' AND used_at IS NOT NULL AND retired_at IS NULL
      AND decode('01' || lpad(to_hex(number), 8, '0'), 'hex') = substr(after, 1, 5))
$$;

-- Refuses every change of the sealed columns named as its arguments, except sealing them again.
CREATE FUNCTION refuse_all_but_resealing() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  sealed_column text;
  before bytea;
  after bytea;
BEGIN
  FOREACH sealed_column IN ARRAY TG_ARGV LOOP
    EXECUTE format('SELECT ($1).%1$I, ($2).%1$I', sealed_column) INTO before, after USING OLD, NEW;
    IF before IS DISTINCT FROM after AND resealed(before, after) IS NOT TRUE THEN
      RAISE EXCEPTION 'sealed columns of % can only be sealed again under another key', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
  END LOOP;
  RETURN NEW;
END
$$;
