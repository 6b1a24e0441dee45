-- Work in a café at night that its operator gave notice of. What is done is one of a few words, so that nobody writes about people.
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
