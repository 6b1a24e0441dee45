-- Links by which a spreadsheet program takes a list without signing in (tables.md): each for one list with its filter, for a day at most.
-- Who opens one gets what its account may see at that moment. Of the secret only the hash is here.
CREATE TABLE export_link (
  id uuid PRIMARY KEY,
  account uuid NOT NULL REFERENCES account,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  list text NOT NULL,
  filter jsonb NOT NULL CHECK (jsonb_typeof(filter) = 'object' AND length(filter::text) <= 4000), -- codes alone, no name of a person
  form text NOT NULL CHECK (form IN ('csv', 'xlsx')),
  at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > at AND expires_at <= at + interval '24 hours'),
  ended_at timestamptz,
  uses integer NOT NULL DEFAULT 0 CHECK (uses >= 0),
  used_at timestamptz
);
CREATE INDEX export_link_by_account ON export_link (account);
CREATE TRIGGER stays_as_made
  BEFORE UPDATE OF id, account, token_hash, list, filter, form, at, expires_at ON export_link
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT, UPDATE (ended_at, uses, used_at), DELETE ON export_link TO lingdian_service;

-- A sign-out ends the account's links, in whatever way the session ended: whoever signs out leaves nothing open.
CREATE FUNCTION end_export_links() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE export_link SET ended_at = NEW.ended_at WHERE account = NEW.account AND ended_at IS NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER ends_links AFTER UPDATE OF ended_at ON sign_in_session
  FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION end_export_links();

-- So does a change of its rights or secrets, though no session may be open then.
CREATE FUNCTION end_export_links_of_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE export_link SET ended_at = NEW.changed_at WHERE account = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER ends_links AFTER UPDATE OF changed_at ON account
  FOR EACH ROW WHEN (NEW.changed_at IS DISTINCT FROM OLD.changed_at) EXECUTE FUNCTION end_export_links_of_changed();
