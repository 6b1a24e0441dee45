-- Browsers on which a person has signed in: whoever guesses at the person's name from elsewhere cannot keep them out.
CREATE TABLE known_device (
  id_hash bytea NOT NULL CHECK (length(id_hash) = 32), -- SHA-256 of 256 random bits in a cookie
  account uuid NOT NULL REFERENCES account,
  used_at timestamptz NOT NULL, -- the last sign-in
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (id_hash, account) -- several people may share a device
);
CREATE INDEX known_device_by_account ON known_device (account, used_at DESC);
CREATE INDEX known_device_by_expiry ON known_device (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON known_device TO lingdian_service;
