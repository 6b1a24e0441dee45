-- Who keeps a café safe (安全员), when they were trained, and when its owner signed the letter of responsibility
-- (守法经营责任书): as its regulators know it now. Who changed it when is in the access log.
CREATE TABLE safety (
  place_code text PRIMARY KEY REFERENCES cafe,
  version uuid NOT NULL, -- another one at each change; what is sealed belongs to it
  officer bytea, -- encrypted: name and telephone
  trained_on date[] NOT NULL CHECK (cardinality(trained_on) <= 20),
  letter_on date,
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account
);
GRANT SELECT, INSERT, UPDATE ON safety TO lingdian_service;
