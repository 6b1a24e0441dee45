-- Files that people hand in, encrypted: with a café's statement, or as photos of an inspection. Append-only.
CREATE TABLE attachment (
  id uuid PRIMARY KEY,
  owner uuid NOT NULL, -- the objection or the inspection
  number integer NOT NULL CHECK (number > 0), -- of the owner's files
  type text NOT NULL CHECK (type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  bytes integer NOT NULL CHECK (bytes > 0),
  name bytea NOT NULL, -- encrypted: people name files after people
  content bytea NOT NULL, -- encrypted
  UNIQUE (owner, number)
);
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL; -- what is encrypted does not compress

-- What cafés say to what is found about them (陈述申辩).
CREATE TABLE objection (
  id uuid PRIMARY KEY,
  violation_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0), -- of one violation's objections
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  statement bytea NOT NULL, -- encrypted
  UNIQUE (violation_id, number)
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON attachment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON objection FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON attachment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON objection FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON attachment, objection FROM CURRENT_USER;
GRANT SELECT, INSERT ON attachment, objection TO lingdian_service;
