-- Passkeys (Web Authentication) beside one-time codes: whoever has one can always fall back to a code, so a passkey
-- belongs to a second factor and ends with it. What a passkey signs with never leaves its device.
CREATE TABLE passkey (
  credential_id bytea PRIMARY KEY CHECK (length(credential_id) BETWEEN 1 AND 1023), -- Web Authentication Level 3, 6.5.1
  account uuid NOT NULL REFERENCES second_factor,
  public_key bytea NOT NULL CHECK (length(public_key) BETWEEN 1 AND 2048),
  sign_count bigint NOT NULL CHECK (sign_count >= 0), -- at the last use; 0 forever if the authenticator does not count
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40), -- given by its owner
  added_on date NOT NULL,
  used_on date, -- the day of the last use, in China; null: never
  refused_on date -- since its counter went back, which shows a copy; null: never
);
CREATE INDEX passkey_by_account ON passkey (account);

-- What a passkey is to sign: for one browser, one account and one purpose, once, within minutes.
CREATE TABLE passkey_challenge (
  challenge_hash bytea PRIMARY KEY CHECK (length(challenge_hash) = 32),
  browser_hash bytea NOT NULL CHECK (length(browser_hash) = 32), -- of the cookie of the visit or session
  account uuid NOT NULL REFERENCES account,
  purpose text NOT NULL CHECK (purpose IN ('sign-in', 'registration')),
  expires_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX passkey_challenge_by_browser ON passkey_challenge (browser_hash, purpose);
CREATE INDEX passkey_challenge_by_account ON passkey_challenge (account);
CREATE INDEX passkey_challenge_by_expiry ON passkey_challenge (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON passkey, passkey_challenge TO lingdian_service;
