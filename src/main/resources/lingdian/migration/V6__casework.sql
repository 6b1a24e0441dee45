-- What people do about a violation: the steps of its case, objections, inspections, draws and campaigns, and requests
-- to see masked data, to export records, or to hold days. Append-only: a change is a new row, and a closed or decided
-- row is only corrected by a note beside it. Sealed columns may be sealed again under another key (V1).

-- The steps of a case and the comments on it. Every step is written under the lock on "head", with the violation's new
-- state and the feed's message about it. There is no foreign key to "violation": the steps stay on record when the
-- violation itself is dropped.
CREATE TABLE case_step (
  violation_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0), -- of one violation's entries, without gaps
  action text NOT NULL,
  step text NOT NULL, -- the state of the case after it
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  inspection uuid, -- the inspection that was sent, or that made the finding
  note bytea NOT NULL, -- encrypted: people write names into notes
  found bytea, -- encrypted: what a confirmation names, if not in the note
  -- Copied from the violation, so that figures of steps need no other table.
  code text NOT NULL,
  rule_version text NOT NULL,
  place_code text NOT NULL,
  PRIMARY KEY (violation_id, number),
  CHECK ((action, step) IN (
    ('acknowledge', 'acknowledged'), ('dispatch', 'dispatched'), ('confirm', 'confirmed'), ('dismiss', 'dismissed'),
    ('mark-unverifiable', 'unverifiable'), ('close', 'closed')) OR action = 'comment'),
  CHECK (step IN ('new', 'acknowledged', 'dispatched', 'confirmed', 'dismissed', 'unverifiable', 'closed')),
  CHECK (action <> 'dispatch' OR inspection IS NOT NULL)
);
-- Each step is taken once: a case never returns to an earlier state.
CREATE UNIQUE INDEX case_step_once ON case_step (violation_id, action) WHERE action <> 'comment';
CREATE INDEX case_step_by_inspection ON case_step (inspection) WHERE inspection IS NOT NULL;
CREATE INDEX case_step_by_rule ON case_step (code, rule_version, at) WHERE action IN ('confirm', 'dismiss');
CREATE INDEX case_step_confirmed ON case_step (place_code, at) WHERE action = 'confirm'; -- a café's confirmed findings
CREATE TRIGGER append_only
  BEFORE DELETE OR UPDATE OF violation_id, number, action, step, at, account, authority, inspection, code, rule_version, place_code
  ON case_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF note, found ON case_step
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('note', 'found');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON case_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON case_step FROM CURRENT_USER;
GRANT SELECT, INSERT, UPDATE (note, found) ON case_step TO lingdian_service;

-- Statements of cafés about findings against them (陈述申辩).
CREATE TABLE objection (
  id uuid PRIMARY KEY,
  violation_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0), -- of one violation's objections
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  statement bytea NOT NULL, -- encrypted
  UNIQUE (violation_id, number)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF id, violation_id, number, at, account ON objection
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF statement ON objection
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('statement');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON objection FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Files that people submit, encrypted: with a café's objection, or as photos of an inspection.
CREATE TABLE attachment (
  id uuid PRIMARY KEY,
  owner uuid NOT NULL, -- the objection or the inspection
  number integer NOT NULL CHECK (number > 0), -- of the owner's files
  type text NOT NULL CHECK (type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  bytes integer NOT NULL CHECK (bytes > 0),
  name bytea NOT NULL, -- encrypted: people name files after people
  content bytea NOT NULL, -- encrypted with a key of its own, and never again
  content_key bytea NOT NULL, -- that key, encrypted
  content_hash bytea NOT NULL CHECK (length(content_hash) = 32), -- of content
  UNIQUE (owner, number)
);
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL; -- encrypted bytes cannot be compressed
CREATE TRIGGER append_only BEFORE UPDATE OF id, owner, number, type, bytes, content, content_hash ON attachment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF name, content_key ON attachment
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('name', 'content_key');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON attachment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON attachment, objection FROM CURRENT_USER;
GRANT SELECT, INSERT, UPDATE (statement) ON objection TO lingdian_service;
GRANT SELECT, INSERT, DELETE, UPDATE (name, content_key) ON attachment TO lingdian_service;

-- The enforcement ledger: on-site inspections, each with its versions and the corrections of a closed one.
CREATE TABLE inspection (
  id uuid PRIMARY KEY,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  created_at timestamptz NOT NULL
);
CREATE INDEX inspection_newest ON inspection (created_at DESC, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON inspection FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON inspection FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE inspection_version (
  inspection_id uuid NOT NULL REFERENCES inspection,
  version integer NOT NULL CHECK (version > 0),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  kind text NOT NULL CHECK (kind IN ('routine', 'night-round', 'random', 'dispatch')),
  state text NOT NULL CHECK (state IN ('open', 'closed')),
  unit text NOT NULL,
  started_at timestamptz,
  ended_at timestamptz CHECK (ended_at >= started_at),
  officers integer NOT NULL CHECK (officers >= 0),
  vehicles integer NOT NULL CHECK (vehicles >= 0),
  visits jsonb NOT NULL, -- how many premises, by kind
  place_codes text[] NOT NULL, -- of the cafés visited
  violations uuid[] NOT NULL, -- examined during it
  content bytea NOT NULL, -- encrypted: officers' names, what was found where
  PRIMARY KEY (inspection_id, version)
);
CREATE INDEX inspection_version_by_cafe ON inspection_version USING gin (place_codes);
CREATE INDEX inspection_version_by_violation ON inspection_version USING gin (violations) WHERE state = 'closed';
CREATE TRIGGER append_only
  BEFORE DELETE OR UPDATE OF inspection_id, version, at, account, kind, state, unit, started_at, ended_at, officers, vehicles, visits,
    place_codes, violations
  ON inspection_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF content ON inspection_version
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('content');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON inspection_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM inspection_version WHERE inspection_id = NEW.inspection_id AND state = 'closed') THEN
    RAISE EXCEPTION 'a closed inspection can only be corrected' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER stays_closed BEFORE INSERT ON inspection_version FOR EACH ROW EXECUTE FUNCTION refuse_reopening();

CREATE TABLE inspection_correction (
  inspection_id uuid NOT NULL REFERENCES inspection,
  number integer NOT NULL CHECK (number > 0),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  note bytea NOT NULL, -- encrypted
  PRIMARY KEY (inspection_id, number)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF inspection_id, number, at, account ON inspection_correction
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF note ON inspection_correction
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('note');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON inspection_correction FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The photographs of closed inspections, in one hash chain for each authority, whose end every checkpoint signs
-- (evidence.md). The transaction that closes an inspection adds its photographs. Until then a photograph can be removed.
CREATE TABLE photograph_link (
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  number bigint NOT NULL CHECK (number > 0), -- without gaps within its authority
  inspection_id uuid NOT NULL REFERENCES inspection,
  attachment uuid NOT NULL UNIQUE REFERENCES attachment,
  photo integer NOT NULL, -- its number among the inspection's
  sealed_hash bytea NOT NULL CHECK (length(sealed_hash) = 32), -- of the ciphertext
  chain bytea NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (authority, number)
);
CREATE INDEX photograph_link_by_inspection ON photograph_link (inspection_id);
CREATE TABLE photograph_head (
  authority text PRIMARY KEY CHECK (authority IN ('culture', 'public-security')),
  number bigint NOT NULL CHECK (number >= 0), -- of the newest one
  chain bytea NOT NULL CHECK (length(chain) = 32)
);

CREATE FUNCTION refuse_earlier_photograph() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.authority <> OLD.authority OR NEW.number <= OLD.number THEN
    RAISE EXCEPTION 'the table % only moves forward', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON photograph_link FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON photograph_link FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goes_on BEFORE UPDATE ON photograph_head FOR EACH ROW EXECUTE FUNCTION refuse_earlier_photograph();
CREATE TRIGGER not_ended BEFORE DELETE ON photograph_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON photograph_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON photograph_link FROM CURRENT_USER;
GRANT SELECT, INSERT ON photograph_link TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (number, chain) ON photograph_head TO lingdian_service;

-- A file can be added to an inspection and removed from it only while the inspection is open. A file of an objection is
-- never removed.
CREATE FUNCTION keep_files() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  of_owner uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.owner ELSE NEW.owner END;
BEGIN
  IF EXISTS (SELECT FROM inspection_version WHERE inspection_id = of_owner AND state = 'closed')
    OR TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM inspection WHERE id = of_owner) THEN
    RAISE EXCEPTION 'files of a closed inspection and of an objection are append-only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER kept_when_closed BEFORE INSERT OR DELETE ON attachment FOR EACH ROW EXECUTE FUNCTION keep_files();

-- Deferred, because the chain is extended after the version is written.
CREATE FUNCTION refuse_unchained_photographs() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (
    SELECT FROM attachment WHERE owner = NEW.inspection_id
      AND NOT EXISTS (SELECT FROM photograph_link WHERE photograph_link.attachment = attachment.id)) THEN
    RAISE EXCEPTION 'an inspection is closed with its photographs chained' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER photographs_chained AFTER INSERT ON inspection_version DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION refuse_unchained_photographs();

-- Random draws of cafés and officers (双随机). A draw is announced with its pool before its seed can be known: the seed is
-- the hash of the first daily checkpoint that closes the day of the announcement or a later one. The result follows from
-- both and is not stored.
CREATE TABLE draw (
  id uuid PRIMARY KEY,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  beacon_day date NOT NULL, -- the day of the announcement (UTC+8), whose checkpoint is made after its end
  commitment bytea NOT NULL CHECK (length(commitment) = 32), -- SHA-256 over the pool, the officers and the numbers to draw
  not_inspected_since date,
  pool text[] NOT NULL, -- the cafés drawn from, so that anyone can repeat the draw
  cafes integer NOT NULL CHECK (cafes > 0), -- how many are drawn
  officers bytea, -- encrypted: the officers drawn from, and how many are drawn
  CHECK (beacon_day = (at AT TIME ZONE interval '8 hours')::date)
);
CREATE INDEX draw_newest ON draw (at DESC, id);
CREATE TRIGGER append_only
  BEFORE DELETE OR UPDATE OF id, authority, region, at, account, beacon_day, commitment, not_inspected_since, pool, cafes
  ON draw FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF officers ON draw FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('officers');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON draw FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON inspection, inspection_version, inspection_correction, draw FROM CURRENT_USER;
GRANT SELECT, INSERT ON inspection TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (content) ON inspection_version TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (note) ON inspection_correction TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (officers) ON draw TO lingdian_service;

-- Campaigns (专项行动) and their activities. A wrong entry is withdrawn and entered again.
CREATE TABLE campaign (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  authorities text[] NOT NULL CHECK (cardinality(authorities) > 0 AND authorities <@ ARRAY['culture', 'public-security']),
  units text[] NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account
);
CREATE INDEX campaign_newest ON campaign (at DESC, id);

-- Changed versions of a campaign. Its first version is in "campaign"; its region and authorities never change.
CREATE TABLE campaign_version (
  campaign_id uuid NOT NULL REFERENCES campaign,
  version integer NOT NULL CHECK (version > 1),
  name text NOT NULL,
  units text[] NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  PRIMARY KEY (campaign_id, version)
);

CREATE TABLE campaign_entry (
  id uuid PRIMARY KEY,
  campaign_id uuid NOT NULL REFERENCES campaign,
  type text NOT NULL CHECK (type IN ('activity', 'inspection', 'training', 'letters')),
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  unit text NOT NULL,
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  inspection uuid REFERENCES inspection,
  within uuid REFERENCES campaign_entry, -- the activity that it is part of
  figures jsonb NOT NULL, -- of an inspection: as they were when it was entered, closed
  CHECK ((type = 'inspection') = (inspection IS NOT NULL)),
  CHECK (within IS NULL OR type IN ('activity', 'inspection'))
);
CREATE INDEX campaign_entry_by_campaign ON campaign_entry (campaign_id, at, id);

CREATE TABLE campaign_withdrawal (
  entry_id uuid PRIMARY KEY REFERENCES campaign_entry,
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account
);

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['campaign', 'campaign_version', 'campaign_entry', 'campaign_withdrawal'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', one);
    EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', one);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', one);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO lingdian_service', one);
  END LOOP;
END
$$;

-- Requests to see the person of one violation, or one quarantined text, unmasked. The unmasked data is not stored.
CREATE TABLE unmasking (
  id uuid PRIMARY KEY,
  violation_id uuid NOT NULL REFERENCES violation ON DELETE CASCADE,
  what text NOT NULL CHECK (what IN ('person', 'quarantine')),
  stream uuid, -- with seq: of the quarantined text
  seq bigint,
  second_person text CHECK (second_person IN ('minor', 'under-14', 'age-unknown', 'quarantine')), -- why one is needed
  reason bytea NOT NULL, -- encrypted: people write names into reasons
  asked_by uuid NOT NULL REFERENCES account,
  asked_at timestamptz NOT NULL,
  granted boolean, -- null: a second person has not decided yet
  decided_by uuid REFERENCES account,
  decided_at timestamptz,
  ends_at timestamptz NOT NULL, -- undecided: when the request lapses; granted: when it is masked again
  CHECK (num_nonnulls(stream, seq) = CASE what WHEN 'quarantine' THEN 2 ELSE 0 END),
  CHECK ((what = 'quarantine') = (coalesce(second_person, '') = 'quarantine')),
  CHECK (num_nonnulls(decided_by, decided_at) IN (0, 2)),
  CHECK (decided_by IS NULL OR granted IS NOT NULL),
  CHECK (granted IS NULL OR second_person IS NULL OR decided_by IS NOT NULL),
  CHECK (decided_by <> asked_by),
  CHECK (granted IS NOT TRUE OR ends_at <= coalesce(decided_at, asked_at) + interval '15 minutes')
);
CREATE INDEX unmasking_by_account ON unmasking (asked_by, asked_at);
CREATE INDEX unmasking_newest ON unmasking (asked_at DESC, id);
CREATE INDEX unmasking_by_violation ON unmasking (violation_id);
CREATE TRIGGER decided_once
  BEFORE UPDATE OF id, violation_id, what, stream, seq, second_person, asked_by, asked_at, granted, decided_by, decided_at, ends_at
  ON unmasking FOR EACH ROW EXECUTE FUNCTION keep_decision();
CREATE TRIGGER only_resealed BEFORE UPDATE OF reason ON unmasking FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('reason');
GRANT SELECT, INSERT, UPDATE (granted, decided_by, decided_at, ends_at, reason) ON unmasking TO lingdian_service;

-- Requests for one café's records of a limited time (Art. 23 of the Regulation). A second person always decides.
CREATE TABLE record_request (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')), -- of the requesting account
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL CHECK (to_at > from_at), -- excluded
  legal_basis bytea NOT NULL, -- encrypted like the reason, since it is free text too
  reason bytea NOT NULL,
  asked_by uuid NOT NULL REFERENCES account,
  asked_at timestamptz NOT NULL,
  granted boolean, -- null: not decided yet
  decided_by uuid REFERENCES account,
  decided_at timestamptz,
  ends_at timestamptz NOT NULL, -- undecided: when the request lapses; granted: when the export ends
  CHECK (num_nonnulls(granted, decided_by, decided_at) IN (0, 3)),
  CHECK (decided_by <> asked_by)
);
CREATE INDEX record_request_newest ON record_request (asked_at DESC, id);
CREATE TRIGGER decided_once
  BEFORE UPDATE OF id, place_code, authority, from_at, to_at, asked_by, asked_at, granted, decided_by, decided_at, ends_at
  ON record_request FOR EACH ROW EXECUTE FUNCTION keep_decision();
CREATE TRIGGER only_resealed BEFORE UPDATE OF legal_basis, reason ON record_request
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('legal_basis', 'reason');
CREATE TRIGGER never_deleted BEFORE DELETE ON record_request FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT, UPDATE (granted, decided_by, decided_at, ends_at, legal_basis, reason) ON record_request TO lingdian_service;

-- Legal holds: an authority names received days that retention may not drop. Days are dropped whole, over all cafés, so
-- the hold of one café's days holds the days of all. A hold ends only by being lifted, which stays on record.
CREATE TABLE legal_hold (
  id uuid PRIMARY KEY,
  day_from date NOT NULL,
  day_to date NOT NULL CHECK (day_to >= day_from), -- included
  place_code text REFERENCES cafe, -- null: of all cafés in the region
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')), -- the authority that owns it, with region
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  reason bytea NOT NULL, -- encrypted: people write names into reasons
  made_by uuid NOT NULL REFERENCES account,
  made_at timestamptz NOT NULL,
  lifting_reason bytea, -- encrypted
  lifting_asked_by uuid REFERENCES account,
  lifting_asked_at timestamptz,
  lifted_by uuid REFERENCES account, -- a second person
  lifted_at timestamptz,
  CHECK (num_nonnulls(lifting_reason, lifting_asked_by, lifting_asked_at) IN (0, 3)),
  CHECK (num_nonnulls(lifted_by, lifted_at) IN (0, 2)),
  CHECK (lifted_by IS NULL OR lifted_by <> lifting_asked_by),
  CHECK (lifted_by IS NULL OR lifting_asked_by IS NOT NULL)
);
CREATE INDEX legal_hold_running ON legal_hold (day_to) WHERE lifted_at IS NULL;

CREATE FUNCTION keep_legal_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.lifted_at IS NOT NULL THEN
    RAISE EXCEPTION 'a lifted legal hold cannot be changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER lifted_once
  BEFORE UPDATE OF id, day_from, day_to, place_code, authority, region, made_by, made_at, lifting_asked_by, lifting_asked_at, lifted_by,
    lifted_at
  ON legal_hold FOR EACH ROW EXECUTE FUNCTION keep_legal_hold();
CREATE TRIGGER only_resealed BEFORE UPDATE OF reason ON legal_hold
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('reason');
-- While the hold runs, the reason for lifting it is written, and deleted when the request is refused.
CREATE TRIGGER lifting_only_resealed BEFORE UPDATE OF lifting_reason ON legal_hold
  FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL OR OLD.lifting_reason IS NOT NULL AND NEW.lifting_reason IS NOT NULL)
  EXECUTE FUNCTION refuse_all_but_resealing('lifting_reason');
CREATE TRIGGER never_deleted BEFORE DELETE ON legal_hold FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT, UPDATE (lifting_reason, lifting_asked_by, lifting_asked_at, lifted_by, lifted_at, reason)
  ON legal_hold TO lingdian_service;
