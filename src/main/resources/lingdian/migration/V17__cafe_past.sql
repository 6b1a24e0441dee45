-- What the judge was told of a café before that was changed: a replay of the record has to know what held for which events.
--
-- The row of a café is replaced when an administrator changes it; hours, orders and suspensions are kept as they were entered.
-- Both the change and each batch of events hold the lock on "head", so how many events were judged before a change is exact.
CREATE TABLE cafe_past (
  entered bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place_code text NOT NULL REFERENCES cafe,
  events bigint NOT NULL CHECK (events >= 0), -- of all streams of the café, that were judged by this and not by what came after
  region text NOT NULL,
  licence_valid_until date,
  staff_terminals text[] NOT NULL,
  terminals integer,
  time_zone text NOT NULL
);
CREATE INDEX cafe_past_by_cafe ON cafe_past (place_code, entered);

CREATE FUNCTION remember_cafe() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO cafe_past (place_code, events, region, licence_valid_until, staff_terminals, terminals, time_zone)
  SELECT OLD.place_code, coalesce(sum(acked_seq), 0), OLD.region, OLD.licence_valid_until, OLD.staff_terminals, OLD.terminals,
    OLD.time_zone
  FROM stream WHERE place_code = OLD.place_code;
  RETURN NULL;
END
$$;
CREATE TRIGGER remembered AFTER UPDATE ON cafe FOR EACH ROW
  WHEN ((OLD.region, OLD.licence_valid_until, OLD.staff_terminals, OLD.terminals, OLD.time_zone)
    IS DISTINCT FROM (NEW.region, NEW.licence_valid_until, NEW.staff_terminals, NEW.terminals, NEW.time_zone))
  EXECUTE FUNCTION remember_cafe();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cafe_past FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON cafe_past FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON cafe_past FROM CURRENT_USER;
GRANT SELECT, INSERT ON cafe_past TO lingdian_service;
