-- How far a café is from its peers, as a fact about the café: CAFE_UNLIKE_PEERS judges it. It is entered once a night from
-- "cafe_day", so judging an event asks for nothing more.

-- null: not counted on that day, which was before this version
ALTER TABLE cafe_day ADD COLUMN logins_night bigint; -- of all logins, allowed or denied, those before eight

-- null: not far from its peers, or not compared with any
ALTER TABLE cafe ADD COLUMN unlike_peers jsonb;
ALTER TABLE cafe_past ADD COLUMN unlike_peers jsonb;

CREATE OR REPLACE FUNCTION remember_cafe() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO cafe_past (place_code, events, region, licence_valid_until, staff_terminals, terminals, time_zone, measures,
                         heard_terminals, unlike_peers)
  SELECT OLD.place_code, coalesce(sum(acked_seq), 0), OLD.region, OLD.licence_valid_until, OLD.staff_terminals, OLD.terminals,
    OLD.time_zone, OLD.measures, OLD.heard_terminals, OLD.unlike_peers
  FROM stream WHERE place_code = OLD.place_code;
  RETURN NULL;
END
$$;
DROP TRIGGER remembered ON cafe;
CREATE TRIGGER remembered AFTER UPDATE ON cafe FOR EACH ROW
  WHEN ((OLD.region, OLD.licence_valid_until, OLD.staff_terminals, OLD.terminals, OLD.time_zone, OLD.measures, OLD.heard_terminals,
         OLD.unlike_peers)
    IS DISTINCT FROM (NEW.region, NEW.licence_valid_until, NEW.staff_terminals, NEW.terminals, NEW.time_zone, NEW.measures,
                      NEW.heard_terminals, NEW.unlike_peers))
  EXECUTE FUNCTION remember_cafe();
