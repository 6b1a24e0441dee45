-- How many terminals a café's agent named in the last days, as a fact about the café: COVERAGE_LOW compares it with the
-- licensed number. It is entered once a night from "heard_terminal", so judging an event asks for nothing more.

-- null: unknown, because the café was heard on too few of the last days
ALTER TABLE cafe ADD COLUMN heard_terminals integer CHECK (heard_terminals >= 0);
ALTER TABLE cafe_past ADD COLUMN heard_terminals integer;

CREATE OR REPLACE FUNCTION remember_cafe() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO cafe_past (place_code, events, region, licence_valid_until, staff_terminals, terminals, time_zone, measures,
                         heard_terminals)
  SELECT OLD.place_code, coalesce(sum(acked_seq), 0), OLD.region, OLD.licence_valid_until, OLD.staff_terminals, OLD.terminals,
    OLD.time_zone, OLD.measures, OLD.heard_terminals
  FROM stream WHERE place_code = OLD.place_code;
  RETURN NULL;
END
$$;
DROP TRIGGER remembered ON cafe;
CREATE TRIGGER remembered AFTER UPDATE ON cafe FOR EACH ROW
  WHEN ((OLD.region, OLD.licence_valid_until, OLD.staff_terminals, OLD.terminals, OLD.time_zone, OLD.measures, OLD.heard_terminals)
    IS DISTINCT FROM (NEW.region, NEW.licence_valid_until, NEW.staff_terminals, NEW.terminals, NEW.time_zone, NEW.measures,
                      NEW.heard_terminals))
  EXECUTE FUNCTION remember_cafe();
