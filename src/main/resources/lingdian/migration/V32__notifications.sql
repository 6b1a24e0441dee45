-- Notifications: what the feed tells an account by webhook (see notifications.md).

-- What an account wants to be told, and when. Empty arrays: all that its scope covers.
CREATE TABLE notification_setting (
  account uuid PRIMARY KEY REFERENCES account,
  codes text[] NOT NULL DEFAULT '{}',
  standings text[] NOT NULL DEFAULT '{}' CHECK (standings <@ '{fact,suspicion,lead}'),
  regions text[] NOT NULL DEFAULT '{}',
  group_minutes integer NOT NULL DEFAULT 15 CHECK (group_minutes BETWEEN 0 AND 720),
  quiet_from time,
  quiet_to time,
  quiet_drops boolean NOT NULL DEFAULT false, -- what is found in quiet hours is dropped rather than told after them
  muted boolean NOT NULL DEFAULT false,
  language text NOT NULL DEFAULT 'zh' CHECK (language IN ('zh', 'en')),
  CHECK ((quiet_from IS NULL) = (quiet_to IS NULL)),
  CHECK (quiet_from <> quiet_to)
);

-- Where it is told. The address is sealed as the secret is: those of robots let whoever knows them write to the group.
CREATE TABLE notification_target (
  id uuid PRIMARY KEY,
  account uuid NOT NULL REFERENCES notification_setting,
  format text NOT NULL CHECK (format IN ('standard', 'wecom', 'dingtalk')),
  host text NOT NULL,
  url bytea NOT NULL, -- encrypted
  secret bytea, -- encrypted
  created_at timestamptz NOT NULL,
  next_at timestamptz NOT NULL, -- not sent to before; while a delivery is under way: when that one counts as lost
  delivered_at timestamptz
);
CREATE INDEX notification_target_by_account ON notification_target (account);

-- The outbox: one message about one café to one target. It names what the feed told by position, and holds none of it: what
-- the account may see is asked anew whenever it is sent.
CREATE TABLE notification_delivery (
  id uuid PRIMARY KEY, -- the webhook-id, the same at every attempt
  target uuid NOT NULL REFERENCES notification_target ON DELETE CASCADE,
  account uuid NOT NULL,
  place_code text NOT NULL,
  state text NOT NULL CHECK (state IN ('gathering', 'waiting', 'delivered', 'dead', 'stopped')),
  positions bigint[] NOT NULL, -- in the feed, the first of them
  changes integer NOT NULL CHECK (changes >= cardinality(positions)), -- all of them
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  give_up_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  failure text,
  settled_at timestamptz,
  CHECK ((settled_at IS NULL) = (state IN ('gathering', 'waiting')))
);
-- What comes while one is gathered goes into that one.
CREATE UNIQUE INDEX notification_gathering ON notification_delivery (target, place_code) WHERE state = 'gathering';
CREATE INDEX notification_due ON notification_delivery (target, due_at) WHERE state IN ('gathering', 'waiting');
CREATE INDEX notification_newest ON notification_delivery (created_at DESC, id);
CREATE INDEX notification_settled ON notification_delivery (settled_at) WHERE settled_at IS NOT NULL;

-- With which standing each violation was told of, so that a lead that becomes a fact is news, and one more session is none.
CREATE TABLE notification_standing (
  violation_id uuid NOT NULL,
  standing text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (violation_id, standing)
);
CREATE INDEX notification_standing_oldest ON notification_standing (at);

-- How far the feed is read. Whoever holds the row reads on, and moves it in the transaction that writes what came of it.
CREATE TABLE notification_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL
);
INSERT INTO notification_head (position) SELECT position FROM head;

GRANT SELECT, INSERT, UPDATE ON notification_setting TO lingdian_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON notification_target, notification_delivery TO lingdian_service;
GRANT SELECT, INSERT, DELETE ON notification_standing TO lingdian_service;
GRANT SELECT, UPDATE ON notification_head TO lingdian_service;
