-- Rules, their findings, the feed that publishes them, and notifications.

-- The releases of rules: which rules are in force from when, who proposed and who released them.
--
-- Rules decide who is accused. So a release is never changed; one person proposes and another person releases; and each
-- release begins after everything that was judged before it, which the service ensures under the lock on "head".
CREATE TABLE rule_release (
  id uuid PRIMARY KEY,
  version text NOT NULL CHECK (length(version) BETWEEN 1 AND 64), -- every violation names it
  content text NOT NULL, -- the rules, as JSON
  source text NOT NULL CHECK (source IN ('file', 'account', 'service')),
  author uuid NOT NULL, -- may see what its rules in shadow find; the account of the environment has no row in "account"
  proposed_at timestamptz NOT NULL,
  asked_from timestamptz, -- null: from its release
  state text NOT NULL CHECK (state IN ('proposed', 'released', 'withdrawn')),
  decided_by uuid, -- null: released by the file's operator
  decided_at timestamptz,
  number bigint UNIQUE, -- in order of release
  begins_at timestamptz,
  fallen text, -- the rule that the service proposed to put into shadow, because people found it wrong more often than right
  confirmed integer, -- with the next ones: the checks of that rule's findings that the proposal rests on
  dismissed integer,
  accounts integer,
  counties integer,
  cafes integer,
  CHECK ((state = 'proposed') = (decided_at IS NULL)),
  CHECK ((state = 'released') = (number IS NOT NULL)),
  CHECK ((state = 'released') = (begins_at IS NOT NULL)),
  CHECK (state <> 'proposed' OR decided_by IS NULL),
  CONSTRAINT a_second_person CHECK (state <> 'released' OR source <> 'account' OR (decided_by IS NOT NULL AND decided_by <> author)),
  CONSTRAINT never_by_itself CHECK (state <> 'released' OR source <> 'service' OR decided_by IS NOT NULL),
  CHECK (num_nonnulls(fallen, confirmed, dismissed, accounts, counties, cafes) IN (0, 6)),
  CONSTRAINT the_service_names_the_rule CHECK ((source = 'service') = (fallen IS NOT NULL))
);
-- A withdrawn version was never in force, and may be proposed again.
CREATE UNIQUE INDEX rule_release_version ON rule_release (version) WHERE state <> 'withdrawn';
CREATE INDEX rule_release_newest ON rule_release (proposed_at DESC, id);

CREATE FUNCTION keep_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'proposed' THEN
    RAISE EXCEPTION 'a released or withdrawn release cannot be changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER decided_once BEFORE UPDATE ON rule_release FOR EACH ROW EXECUTE FUNCTION keep_release();
CREATE TRIGGER never_deleted BEFORE DELETE ON rule_release FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT, UPDATE (state, decided_by, decided_at, number, begins_at) ON rule_release TO lingdian_service;

CREATE TABLE violation (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  place_code text NOT NULL REFERENCES cafe,
  region text NOT NULL,
  standing text NOT NULL CHECK (standing IN ('fact', 'suspicion', 'lead')),
  state text NOT NULL CHECK (state IN ('open', 'ended')),
  case_step text NOT NULL DEFAULT 'new',
  authorities text[] NOT NULL,
  started_at timestamptz NOT NULL,
  detected_at timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= started_at),
  seconds bigint,
  sessions integer,
  peak integer,
  late boolean NOT NULL DEFAULT false, -- what first proved it was received more than a day late
  snapshot text NOT NULL, -- the violation as JSON, without its person; evidence names each café's region
  stream_number integer, -- with login_seq and login_day: the login whose document it concerns
  login_seq bigint,
  login_day date,
  CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
  CONSTRAINT violation_case_step CHECK (
    case_step IN ('new', 'acknowledged', 'dispatched', 'confirmed', 'dismissed', 'unverifiable', 'closed'))
);
CREATE INDEX violation_newest ON violation (detected_at DESC, id);
CREATE INDEX violation_by_cafe ON violation (place_code, detected_at DESC, id);
CREATE INDEX violation_by_region ON violation (region text_pattern_ops, detected_at DESC, id);
CREATE INDEX violation_by_case ON violation (case_step, detected_at DESC, id) WHERE case_step <> 'new';
CREATE INDEX violation_open ON violation (detected_at DESC, id) WHERE state = 'open';
CREATE INDEX violation_by_start ON violation (started_at);
-- A page of cafés shows the number of violations of each, counted from this index alone.
CREATE INDEX violation_counts ON violation (place_code) INCLUDE (region, state, standing, authorities);
GRANT SELECT, INSERT, UPDATE ON violation TO lingdian_service;

-- Findings of rules in shadow, shown only to the author of the rules.
--
-- This is a table of its own and not "violation" with a flag: every query that reads, counts, feeds or bundles
-- violations would have to check the flag, and one that forgets it would accuse a café by a rule that has not been
-- released. Readers have no right to this table. The login that a finding concerns is left out, because a finding in
-- shadow is never acted on.
CREATE TABLE shadow_violation (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  place_code text NOT NULL REFERENCES cafe,
  region text NOT NULL,
  standing text NOT NULL CHECK (standing IN ('fact', 'suspicion', 'lead')),
  state text NOT NULL CHECK (state IN ('open', 'ended')),
  rule_version text NOT NULL,
  started_at timestamptz NOT NULL,
  detected_at timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= started_at),
  snapshot text NOT NULL, -- the finding as JSON, as in "violation"
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
);
CREATE INDEX shadow_violation_by_version ON shadow_violation (rule_version, started_at);
GRANT SELECT, INSERT, UPDATE ON shadow_violation TO lingdian_service;

-- The feed: positions without gaps, in commit order, because they are numbered under the lock on "head".
CREATE TABLE feed (
  position bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  event text NOT NULL CHECK (event IN ('opened', 'updated', 'ended', 'case')),
  violation_id uuid NOT NULL,
  place_code text NOT NULL,
  code text NOT NULL,
  standing text NOT NULL,
  authorities text[] NOT NULL,
  late boolean NOT NULL DEFAULT false, -- of the violation: no message is sent for it
  snapshot text NOT NULL, -- as of this change
  stream_number integer,
  login_seq bigint,
  login_day date,
  -- The county as of this change, by which filters look, and the former one where this change is the café's move to another.
  region text NOT NULL
    GENERATED ALWAYS AS (coalesce(substring(snapshot FROM '"region":"([0-9]{6})"'), left(place_code, 6))) STORED,
  moved_from text CHECK (moved_from ~ '^[0-9]{6}$')
);
GRANT SELECT, INSERT ON feed TO lingdian_service;

-- Notifications: what an account is told of the feed by webhook (notifications.md).

-- The findings that an account wants to be notified of, and when. An empty array means everything in its scope.
CREATE TABLE notification_setting (
  account uuid PRIMARY KEY REFERENCES account,
  codes text[] NOT NULL DEFAULT '{}',
  standings text[] NOT NULL DEFAULT '{}' CHECK (standings <@ '{fact,suspicion,lead}'),
  regions text[] NOT NULL DEFAULT '{}',
  group_minutes integer NOT NULL DEFAULT 15 CHECK (group_minutes BETWEEN 0 AND 720),
  quiet_from time,
  quiet_to time,
  quiet_drops boolean NOT NULL DEFAULT false, -- changes during quiet hours are dropped instead of being sent after them
  muted boolean NOT NULL DEFAULT false,
  language text NOT NULL DEFAULT 'zh' CHECK (language IN ('zh', 'en')),
  CHECK ((quiet_from IS NULL) = (quiet_to IS NULL)),
  CHECK (quiet_from <> quiet_to)
);

-- Where notifications are sent. The address is sealed like the secret: anyone who knows a robot's address can write to
-- its group.
CREATE TABLE notification_target (
  id uuid PRIMARY KEY,
  account uuid NOT NULL REFERENCES notification_setting,
  format text NOT NULL CHECK (format IN ('standard', 'wecom', 'dingtalk')),
  host text NOT NULL,
  url bytea NOT NULL, -- encrypted
  secret bytea, -- encrypted
  created_at timestamptz NOT NULL,
  next_at timestamptz NOT NULL, -- nothing is sent before; while a delivery is under way: when it counts as lost
  delivered_at timestamptz
);
CREATE INDEX notification_target_by_account ON notification_target (account);

-- The outbox: one message about one café, or about an outage of one county, to one target. It names positions of the feed and holds none of their content:
-- what the account may see is evaluated at each attempt.
CREATE TABLE notification_delivery (
  id uuid PRIMARY KEY, -- the webhook-id, the same at every attempt
  target uuid NOT NULL REFERENCES notification_target ON DELETE CASCADE,
  account uuid NOT NULL,
  area text NOT NULL CHECK (area ~ '^\d{6}(10\d{6})?$'), -- the café, or the county of an outage
  state text NOT NULL CHECK (state IN ('gathering', 'waiting', 'delivered', 'dead', 'stopped')),
  positions bigint[] NOT NULL, -- the first positions in the feed
  changes integer NOT NULL CHECK (changes >= cardinality(positions)), -- how many there are in all
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  give_up_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  failure text,
  settled_at timestamptz,
  CHECK ((settled_at IS NULL) = (state IN ('gathering', 'waiting')))
);
-- A change that arrives while a message is being gathered is added to it.
CREATE UNIQUE INDEX notification_gathering ON notification_delivery (target, area) WHERE state = 'gathering';
CREATE INDEX notification_due ON notification_delivery (target, due_at) WHERE state IN ('gathering', 'waiting');
CREATE INDEX notification_newest ON notification_delivery (created_at DESC, id);
CREATE INDEX notification_settled ON notification_delivery (settled_at) WHERE settled_at IS NOT NULL;

-- The standings with which each violation was announced: a lead that becomes a fact is news, one more session of it is
-- not.
CREATE TABLE notification_standing (
  violation_id uuid NOT NULL,
  standing text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (violation_id, standing)
);
CREATE INDEX notification_standing_oldest ON notification_standing (at);

-- How far the feed has been read. The node that holds the row reads on, and moves the row in the transaction that
-- writes the messages.
CREATE TABLE notification_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL
);
INSERT INTO notification_head (position) VALUES (0);

GRANT SELECT, INSERT, UPDATE ON notification_setting TO lingdian_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON notification_target, notification_delivery TO lingdian_service;
GRANT SELECT, INSERT, DELETE ON notification_standing TO lingdian_service;
GRANT SELECT, UPDATE ON notification_head TO lingdian_service;
