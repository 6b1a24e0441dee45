-- When a café got another licensed person, by a document (casework.md): the twelve months of confirmed and punished
-- violations begin again, since another one answers for them. The name itself is with the café alone.
CREATE TABLE owner_change (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  at timestamptz NOT NULL,
  document text NOT NULL
);
CREATE INDEX owner_change_by_cafe ON owner_change (place_code, at);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON owner_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON owner_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON owner_change FROM CURRENT_USER;
GRANT SELECT, INSERT ON owner_change TO lingdian_service;
