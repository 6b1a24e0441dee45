-- The browser on which a session was begun, coarsely (sign-in.md): so that its owner knows it again in the list of their
-- sessions.
ALTER TABLE sign_in_session ADD COLUMN browser text CHECK (browser ~ '^[a-z]+ [a-z]+$'); -- family and system; null: unknown
COMMENT ON COLUMN sign_in_session.browser IS 'family and system of the browser; null: unknown';

-- An invitation, like a session, is valid for the rights with which it was made.
CREATE OR REPLACE FUNCTION account_rights_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  NEW.rights_version := OLD.rights_version + 1;
  UPDATE sign_in_session SET ended_at = clock_timestamp() WHERE account = NEW.id AND ended_at IS NULL;
  DELETE FROM invitation WHERE account = NEW.id;
  RETURN NEW;
END
$$;
