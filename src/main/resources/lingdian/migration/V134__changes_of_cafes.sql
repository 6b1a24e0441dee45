-- What an administrator changes of a café without its offices: where it lies, when its nights end, which seats need no login, and
-- whom it concerns when its program stops.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- What is told of it, to its operator and the offices of all its regions. The database writes it, so that no change is missed.
CREATE TABLE cafe_change (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  name text NOT NULL, -- of then: an office whose café it is no more reads it too
  at timestamptz NOT NULL,
  change text NOT NULL CHECK (change IN ('region', 'time-zone', 'staff-terminals', 'measures')),
  former text NOT NULL,
  present text NOT NULL,
  regions text[] NOT NULL CHECK (cardinality(regions) BETWEEN 1 AND 2) -- in which it was before and after
);
CREATE INDEX cafe_change_by_time ON cafe_change (at);
CREATE INDEX cafe_change_by_cafe ON cafe_change (place_code, number DESC);
GRANT SELECT ON cafe_change TO lingdian_service;

CREATE FUNCTION tell_cafe() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO cafe_change (place_code, name, at, change, former, present, regions)
  SELECT NEW.place_code, NEW.name, now(), told.change, told.former, told.present,
    CASE WHEN OLD.region = NEW.region THEN ARRAY[NEW.region] ELSE ARRAY[OLD.region, NEW.region] END
  FROM (VALUES
    ('time-zone', OLD.time_zone, NEW.time_zone),
    ('staff-terminals', array_to_string(OLD.staff_terminals, ' '), array_to_string(NEW.staff_terminals, ' ')),
    ('measures', OLD.measures, NEW.measures),
    ('region', OLD.region, NEW.region)) AS told (change, former, present)
  WHERE told.former <> told.present;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION tell_cafe FROM PUBLIC;
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION tell_cafe() SET search_path = %I, pg_temp', current_schema());
END
$$;
CREATE TRIGGER told AFTER UPDATE ON cafe FOR EACH ROW
  WHEN ((OLD.region, OLD.time_zone, OLD.staff_terminals, OLD.measures)
    IS DISTINCT FROM (NEW.region, NEW.time_zone, NEW.staff_terminals, NEW.measures))
  EXECUTE FUNCTION tell_cafe();
