-- What an authority answers to a café's objection (陈述申辩): whether it is upheld, and why. It changes nothing by itself.
CREATE TABLE objection_answer (
  objection_id uuid NOT NULL REFERENCES objection,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  upheld boolean NOT NULL,
  text bytea NOT NULL, -- encrypted
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  PRIMARY KEY (objection_id, authority)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF objection_id, authority, upheld, at, account ON objection_answer
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF text ON objection_answer FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('text');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON objection_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON objection_answer FROM CURRENT_USER;
GRANT SELECT, INSERT, UPDATE (text) ON objection_answer TO lingdian_service;
