-- Who is on duty in an office, and how facts that nobody deals with are told to them one after another (rosters.md).
CREATE TABLE roster (
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'), -- with authority: the office
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  version integer NOT NULL CHECK (version > 0),
  account uuid NOT NULL REFERENCES account, -- who changed it last
  at timestamptz NOT NULL,
  PRIMARY KEY (region, authority)
);

-- One person's duty. It keeps its id as long as person and time stay, so that an escalation knows whom it told.
CREATE TABLE roster_duty (
  id uuid PRIMARY KEY,
  region text NOT NULL,
  authority text NOT NULL,
  number integer NOT NULL CHECK (number > 0), -- the order in which those on duty are told
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  name bytea NOT NULL, -- encrypted
  contacts bytea NOT NULL, -- encrypted: numbers and addresses, as JSON
  replaced_at timestamptz, -- when a later roster left it out
  FOREIGN KEY (region, authority) REFERENCES roster,
  CHECK (from_at < to_at)
);
CREATE INDEX roster_duty_present ON roster_duty (region, authority, to_at) WHERE replaced_at IS NULL;
CREATE INDEX roster_duty_by_end ON roster_duty (least(to_at, replaced_at));
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON roster_duty FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One node at a time looks for what is due.
CREATE TABLE escalation_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO escalation_head DEFAULT VALUES;

-- A fact that was seen open and in no assigned case of this authority. It ends when that is over; a reopened one begins again.
CREATE TABLE escalation (
  violation_id uuid NOT NULL,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  since timestamptz NOT NULL,
  place_code text NOT NULL REFERENCES cafe,
  told uuid[] NOT NULL DEFAULT '{}', -- the duties of who was told
  next_at timestamptz, -- null: everybody on duty was told
  ended_at timestamptz,
  PRIMARY KEY (violation_id, authority, since)
);
CREATE UNIQUE INDEX escalation_running ON escalation (violation_id, authority) WHERE ended_at IS NULL;
CREATE INDEX escalation_due ON escalation (next_at) WHERE ended_at IS NULL AND next_at IS NOT NULL;
CREATE INDEX escalation_of_cafe ON escalation (place_code, authority) WHERE ended_at IS NULL;
CREATE INDEX escalation_ended ON escalation (ended_at) WHERE ended_at IS NOT NULL;

-- The outbox: one message to one contact of who is told. It has no text: that is written at each attempt.
CREATE TABLE escalation_message (
  id uuid PRIMARY KEY, -- the webhook-id, the same at every attempt
  duty uuid NOT NULL REFERENCES roster_duty ON DELETE CASCADE,
  contact smallint NOT NULL CHECK (contact >= 0), -- which of the duty's contacts
  kind text NOT NULL CHECK (kind IN ('webhook', 'wecom', 'dingtalk', 'sms', 'wecom-app')),
  authority text NOT NULL,
  place_code text NOT NULL REFERENCES cafe,
  step integer NOT NULL CHECK (step > 0), -- 1: the first who is told
  violations uuid[] NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL, -- while an attempt is under way: when it counts as lost
  give_up_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  failure text,
  settled_at timestamptz,
  CHECK ((settled_at IS NULL) = (state = 'waiting'))
);
CREATE INDEX escalation_message_due ON escalation_message (due_at) WHERE state = 'waiting';
CREATE INDEX escalation_message_settled ON escalation_message (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX escalation_message_by_duty ON escalation_message (duty);

GRANT SELECT, INSERT, UPDATE (version, account, at) ON roster TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (number, name, contacts, replaced_at), DELETE ON roster_duty TO lingdian_service;
GRANT SELECT, UPDATE ON escalation_head TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (told, next_at, ended_at), DELETE ON escalation TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (state, due_at, attempts, failure, settled_at), DELETE ON escalation_message TO lingdian_service;
