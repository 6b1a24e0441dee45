-- Which keys made what this database holds. A start with a ring that lacks one of them, or holds another under its
-- number, is refused before it seals anything. Neither number nor check tells anything of a key.
CREATE TABLE vault_key (
  use text NOT NULL CHECK (use IN ('sealing', 'personTokens', 'contentMacs', 'personRefs')),
  number bigint NOT NULL CHECK (number > 0),
  check_value bytea NOT NULL, -- a label, sealed or hashed with the key
  known_at timestamptz NOT NULL DEFAULT now(), -- when a node first had it in its ring
  used_at timestamptz, -- when a node first made anything with it
  retired_at timestamptz, -- when a node's ring first said that it was taken out
  PRIMARY KEY (use, number)
);
GRANT SELECT, INSERT, UPDATE (used_at, retired_at) ON vault_key TO lingdian_service;

COMMENT ON TABLE key_ring IS 'Of databases that began before keys were remembered one by one: the fingerprint of their first ring';
