-- A message of an authority is written once, whatever number of cafés it is for; "message" has a row for each café, with how far it
-- came there. No operation wrote messages before this version, so there is none to carry over.
DELETE FROM message;
CREATE TABLE office_message (
  id uuid PRIMARY KEY,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'), -- whose cafés it is for, or that of its one café when it was sent
  place_code text REFERENCES cafe, -- null: for all cafés of the region
  purpose text NOT NULL CHECK (purpose IN ('hours', 'rectification', 'campaign', 'maintenance', 'other')),
  text bytea NOT NULL, -- encrypted
  account uuid NOT NULL REFERENCES account,
  sent_at timestamptz NOT NULL,
  valid_until timestamptz NOT NULL CHECK (valid_until > sent_at AND valid_until <= sent_at + interval '30 days')
);
CREATE INDEX office_message_newest ON office_message (authority, region, sent_at DESC, id);
CREATE INDEX office_message_by_account ON office_message (account, sent_at);
CREATE INDEX office_message_by_end ON office_message (valid_until);
CREATE INDEX office_message_by_cafe ON office_message (place_code) WHERE place_code IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OF id, authority, region, place_code, purpose, account, sent_at, valid_until ON office_message
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF text ON office_message FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('text');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON office_message FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DROP TRIGGER only_resealed ON message;
ALTER TABLE message
  DROP COLUMN text,
  DROP CONSTRAINT message_pkey,
  ADD PRIMARY KEY (id, place_code),
  ADD FOREIGN KEY (id) REFERENCES office_message ON DELETE CASCADE;
CREATE INDEX message_by_cafe ON message (place_code, at DESC, id);

GRANT SELECT, INSERT, UPDATE (text) ON office_message TO lingdian_service;
