-- Lawful queries of one café's records in a bounded time (Art. 23 of the Regulation). Always decided by a second person.
CREATE TABLE record_request (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')), -- of who asks
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL CHECK (to_at > from_at), -- excluded
  legal_basis bytea NOT NULL, -- encrypted like the reason, since it is as free a text
  reason bytea NOT NULL,
  asked_by uuid NOT NULL REFERENCES account,
  asked_at timestamptz NOT NULL,
  granted boolean, -- null: not decided yet
  decided_by uuid REFERENCES account,
  decided_at timestamptz,
  ends_at timestamptz NOT NULL, -- undecided: when the request lapses; granted: when it can be exported no more
  CHECK (num_nonnulls(granted, decided_by, decided_at) IN (0, 3)),
  CHECK (decided_by <> asked_by)
);
CREATE INDEX record_request_newest ON record_request (asked_at DESC, id);
CREATE TRIGGER decided_once BEFORE UPDATE ON record_request FOR EACH ROW EXECUTE FUNCTION keep_decision();
CREATE TRIGGER never_deleted BEFORE DELETE ON record_request FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE (granted, decided_by, decided_at, ends_at) ON record_request TO lingdian_service;
