-- What documents say of the office that issues them: its name, seal, numbering, bank and remedies. A change is a further
-- version, and the last one holds; what was printed keeps what it says.
CREATE TABLE office_profile (
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  version integer NOT NULL CHECK (version > 0),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  seal_name text CHECK (length(seal_name) BETWEEN 1 AND 200), -- null: the name
  telephone text CHECK (length(telephone) BETWEEN 1 AND 200),
  address text CHECK (length(address) BETWEEN 1 AND 200),
  bank text CHECK (length(bank) BETWEEN 1 AND 200), -- that takes fines
  review_body text CHECK (length(review_body) BETWEEN 1 AND 200),
  court text CHECK (length(court) BETWEEN 1 AND 200),
  area text NOT NULL CHECK (length(area) <= 10), -- in brackets before the word; empty: none
  word text NOT NULL CHECK (length(word) BETWEEN 1 AND 20), -- with which each kind's word begins
  digits smallint NOT NULL CHECK (digits BETWEEN 0 AND 8), -- of the serial; 0: as many as it needs
  words jsonb NOT NULL, -- of the kinds whose word is another one
  account uuid NOT NULL REFERENCES account,
  at timestamptz NOT NULL,
  PRIMARY KEY (region, authority, version)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON office_profile FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON office_profile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON office_profile FROM CURRENT_USER;
GRANT SELECT, INSERT ON office_profile TO lingdian_service;
