-- What accounts were called before. Otherwise two names that are exchanged put what one person did under the name of the other.
CREATE TABLE former_name (
  account uuid NOT NULL REFERENCES account,
  until timestamptz NOT NULL,
  entries bigint NOT NULL, -- the newest entry of the access log then
  name text NOT NULL,
  PRIMARY KEY (account, until)
);
COMMENT ON COLUMN former_name.entries IS 'the newest entry of the access log then: up to it the account is named so';
CREATE INDEX former_name_by_end ON former_name (until);
GRANT SELECT ON former_name TO lingdian_service;

CREATE FUNCTION keep_former_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO former_name (account, until, entries, name)
  SELECT OLD.id, clock_timestamp(), position, OLD.name FROM access_log_head;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION keep_former_name FROM PUBLIC;
CREATE TRIGGER keeps_former_name AFTER UPDATE OF name ON account FOR EACH ROW
  WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION keep_former_name();
