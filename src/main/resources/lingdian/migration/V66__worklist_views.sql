-- Saved filters of the worklist: each belongs to one account, which may share it with its office.
CREATE TABLE worklist_view (
  id uuid PRIMARY KEY,
  account uuid NOT NULL REFERENCES account,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  filter jsonb NOT NULL CHECK (jsonb_typeof(filter) = 'object' AND length(filter::text) <= 4000),
  shared boolean NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX worklist_view_by_account ON worklist_view (account);
GRANT SELECT, INSERT, UPDATE (name, shared, changed_at), DELETE ON worklist_view TO lingdian_service;
