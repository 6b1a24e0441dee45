-- Opening hours, orders and suspensions, and what the judge knew of a café at which time.

-- The one row that orders everything. Every decision of the judge is committed while this row is locked, so that
-- commits have one order, and with them verdicts, findings and the feed.
CREATE TABLE head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL DEFAULT 0 CHECK (position >= 0), -- of the feed's newest message
  facts_version bigint NOT NULL DEFAULT 0, -- counts changes of hours, orders, suspensions and cafés
  registry_used boolean NOT NULL DEFAULT false -- false: the registry is empty, so batches need not read it
);
INSERT INTO head DEFAULT VALUES;
GRANT SELECT, UPDATE ON head TO lingdian_service;

-- What each count of head.facts_version changed, so that a node that knows thousands of cafés reads only the changed
-- ones again. Only the newest rows are kept.
CREATE TABLE facts_change (
  version bigint PRIMARY KEY, -- the count
  area text CHECK (area ~ '^\d{6}(10\d{6})?$') -- the café, or the region whose cafés changed; null: the rules
);
GRANT SELECT, INSERT, DELETE ON facts_change TO lingdian_service;

-- "entered" is the order of entry: of two schedules or orders on one level, the later entry is in force.
CREATE TABLE schedule (
  entered bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place_code text REFERENCES cafe,
  region text CHECK (region ~ '^[0-9]{6}$'),
  weekly jsonb NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  document text NOT NULL,
  entered_at timestamptz NOT NULL,
  CHECK (num_nonnulls(place_code, region) = 1),
  CHECK (valid_to >= valid_from)
);
CREATE INDEX schedule_by_cafe ON schedule (place_code) WHERE place_code IS NOT NULL;
CREATE INDEX schedule_by_region ON schedule (region) WHERE region IS NOT NULL;

CREATE TABLE hours_order (
  entered bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  place_code text REFERENCES cafe,
  region text CHECK (region ~ '^[0-9]{6}$'),
  kind text NOT NULL CHECK (kind IN ('open', 'closed')),
  begins_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at >= begins_at), -- equal: ended before it began
  document text NOT NULL,
  entered_at timestamptz NOT NULL,
  CHECK (num_nonnulls(place_code, region) = 1)
);
CREATE INDEX hours_order_by_cafe ON hours_order (place_code) WHERE place_code IS NOT NULL;
CREATE INDEX hours_order_by_region ON hours_order (region) WHERE region IS NOT NULL;

CREATE TABLE suspension (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  begins_at timestamptz NOT NULL,
  ends_at timestamptz CHECK (ends_at >= begins_at),
  cause text NOT NULL CHECK (cause IN ('suspension', 'closing-order', 'licence-expired')),
  ordered_by text CHECK (ordered_by IN ('culture', 'public-security')), -- null: nobody, the licence has expired
  document text NOT NULL,
  entered_at timestamptz NOT NULL,
  CHECK ((ordered_by IS NULL) = (cause = 'licence-expired'))
);
CREATE INDEX suspension_by_cafe ON suspension (place_code);

-- Times in which a café is not operating by its own decision (歇业): nobody waits for its agent, and no round visits it.
-- Events of that time are judged all the same.
CREATE TABLE closure (
  id uuid PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  kind text NOT NULL CHECK (kind IN ('temporary', 'permanent')),
  begins_at timestamptz NOT NULL,
  ends_at timestamptz CHECK (ends_at >= begins_at), -- null: until ended; equal: ended before it began
  document text NOT NULL,
  entered_at timestamptz NOT NULL
);
CREATE INDEX closure_by_cafe ON closure (place_code);
GRANT SELECT, INSERT, UPDATE ON schedule, hours_order, suspension, closure TO lingdian_service;

-- The facts that the judge had of a café before its row was changed. A replay of the record needs them to know which
-- facts applied to which events, and the coverage of a past day needs the county in which the café was licensed then.
-- (Schedules, orders, suspensions and closures are never replaced, so they need no such table.) Both the change of a café and
-- each batch of events hold the lock on "head", so the number of events that were judged before the change is exact.
CREATE TABLE cafe_past (
  entered bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  events bigint NOT NULL CHECK (events >= 0), -- of all streams of the café, judged by this row or an earlier one
  region text NOT NULL,
  licence_valid_until date,
  staff_terminals text[] NOT NULL,
  terminals integer,
  time_zone text NOT NULL,
  measures text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX cafe_past_by_cafe ON cafe_past (place_code, entered);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cafe_past FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON cafe_past FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON cafe_past FROM CURRENT_USER;
GRANT SELECT, INSERT ON cafe_past TO lingdian_service;

CREATE FUNCTION remember_cafe() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO cafe_past (place_code, events, region, licence_valid_until, staff_terminals, terminals, time_zone, measures)
  SELECT OLD.place_code, coalesce(sum(acked_seq), 0), OLD.region, OLD.licence_valid_until, OLD.staff_terminals, OLD.terminals,
    OLD.time_zone, OLD.measures
  FROM stream WHERE place_code = OLD.place_code;
  RETURN NULL;
END
$$;
CREATE TRIGGER remembered AFTER UPDATE ON cafe FOR EACH ROW
  WHEN ((OLD.region, OLD.licence_valid_until, OLD.staff_terminals, OLD.terminals, OLD.time_zone, OLD.measures)
    IS DISTINCT FROM (NEW.region, NEW.licence_valid_until, NEW.staff_terminals, NEW.terminals, NEW.time_zone, NEW.measures))
  EXECUTE FUNCTION remember_cafe();
