-- Documents of cases, each under a number of its office that is never used again (documents.md#numbers).

-- The last number of each word and year. Its row is locked in the transaction that stores the document, so that the next one
-- waits, and a document that is not stored gives its number back.
CREATE TABLE document_counter (
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  word text NOT NULL CHECK (length(word) BETWEEN 1 AND 40),
  year smallint NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  serial integer NOT NULL CHECK (serial > 0),
  PRIMARY KEY (region, authority, word, year)
);

CREATE TABLE case_document (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES case_file,
  region text NOT NULL, -- of the office, as are the next five
  authority text NOT NULL,
  word text NOT NULL,
  year smallint NOT NULL,
  serial integer NOT NULL,
  number text NOT NULL CHECK (length(number) BETWEEN 1 AND 100), -- as it is printed
  kind text NOT NULL CHECK (
    kind IN ('inspection-record', 'rectification-order', 'interview-notice', 'interview-record', 'evidence-preservation', 'prior-notice',
             'spot-decision', 'decision', 'service-receipt', 'transfer-letter', 'complaint-form', 'closing-report')),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  bears_number boolean NOT NULL, -- a person's, so that each reading needs a reason
  serves uuid[] NOT NULL, -- of a receipt: the documents that it names
  content bytea NOT NULL, -- the Word file, encrypted with a key of its own, and never again
  content_key bytea NOT NULL, -- that key, encrypted
  content_hash bytea NOT NULL CHECK (length(content_hash) = 32), -- of content
  page bytea NOT NULL, -- encrypted: what is printed of it, with persons masked
  void_at timestamptz,
  void_by uuid REFERENCES account,
  void_reason bytea, -- encrypted: people write names into reasons
  UNIQUE (region, authority, word, year, serial),
  FOREIGN KEY (region, authority, word, year) REFERENCES document_counter,
  CHECK (num_nonnulls(void_at, void_by, void_reason) IN (0, 3))
);
ALTER TABLE case_document ALTER COLUMN content SET STORAGE EXTERNAL; -- encrypted bytes cannot be compressed
CREATE INDEX case_document_by_case ON case_document (case_id, at, id);

GRANT UPDATE (id) ON case_file TO CURRENT_USER; -- whoever checks a foreign key locks the row that it names

-- A counter rises by one, with its document in the same transaction, and never ends.
CREATE FUNCTION refuse_gap_of_numbers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.serial <> (CASE TG_OP WHEN 'INSERT' THEN 1 ELSE OLD.serial + 1 END) THEN
    RAISE EXCEPTION 'numbers of documents have no gaps' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER goes_on BEFORE INSERT OR UPDATE OF serial ON document_counter FOR EACH ROW EXECUTE FUNCTION refuse_gap_of_numbers();
CREATE FUNCTION refuse_unused_number() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM case_document
    WHERE (region, authority, word, year, serial) = (NEW.region, NEW.authority, NEW.word, NEW.year, NEW.serial)) THEN
    RAISE EXCEPTION 'a number is given with its document' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER number_used AFTER INSERT OR UPDATE ON document_counter DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unused_number();
CREATE TRIGGER same_word BEFORE DELETE OR UPDATE OF region, authority, word, year ON document_counter
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON document_counter FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER append_only
  BEFORE UPDATE OF id, case_id, region, authority, word, year, serial, number, kind, at, account, bears_number, serves, content,
    content_hash
  ON case_document FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF content_key, page ON case_document
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('content_key', 'page');
CREATE TRIGGER voided_once BEFORE UPDATE OF void_at, void_by ON case_document
  FOR EACH ROW WHEN (OLD.void_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER void_only_resealed BEFORE UPDATE OF void_reason ON case_document
  FOR EACH ROW WHEN (OLD.void_reason IS NOT NULL) EXECUTE FUNCTION refuse_all_but_resealing('void_reason');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON case_document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE DELETE, TRUNCATE ON document_counter, case_document FROM CURRENT_USER;
GRANT SELECT, INSERT, UPDATE (serial) ON document_counter TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (content_key, page, void_at, void_by, void_reason) ON case_document TO lingdian_service;
