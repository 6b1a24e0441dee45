-- Why officers went, and what they recorded on the spot (现场检查笔录): one record for each café of an inspection, each change
-- a version of its own, signed by two officers and by the café's person. A record that is signed by all never changes.
ALTER TABLE inspection_version
  ADD COLUMN trigger text
    CHECK (trigger IN ('data-monitoring', 'complaint', 'transfer', 'plan', 'special', 'application', 'surprise')),
  ADD COLUMN recheck_of uuid REFERENCES case_file; -- the case whose order to correct it looks after
CREATE INDEX inspection_version_recheck ON inspection_version (recheck_of) WHERE recheck_of IS NOT NULL;
-- Why officers went does not change, but a case that is erased (erasable_case) is named no longer.
CREATE FUNCTION keep_purpose() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.trigger IS DISTINCT FROM OLD.trigger OR NEW.recheck_of IS NOT NULL OR NOT erasable_case(OLD.recheck_of) THEN
    RAISE EXCEPTION 'why officers went does not change' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER purpose_append_only BEFORE UPDATE OF trigger, recheck_of ON inspection_version
  FOR EACH ROW EXECUTE FUNCTION keep_purpose();
GRANT UPDATE (recheck_of) ON inspection_version TO CURRENT_USER;

CREATE TABLE site_record (
  id uuid PRIMARY KEY,
  inspection_id uuid NOT NULL REFERENCES inspection,
  place_code text NOT NULL REFERENCES cafe,
  version integer NOT NULL CHECK (version > 0),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  content bytea NOT NULL, -- encrypted
  UNIQUE (inspection_id, place_code, version)
);
CREATE INDEX site_record_by_account ON site_record (account);

-- A signature is of one version: whoever changes the record has it signed again.
CREATE TABLE site_signature (
  id uuid PRIMARY KEY,
  record_id uuid NOT NULL REFERENCES site_record,
  signer text NOT NULL CHECK (signer IN ('officer', 'person', 'refused')), -- refused: the café's person did not sign
  account uuid NOT NULL REFERENCES account, -- the officer; or the one before whom the person signed or refused
  at timestamptz NOT NULL,
  content bytea NOT NULL, -- encrypted: certificate, or name and opinion, or the reason
  drawing bytea, -- encrypted: the PNG picture of what the person drew
  content_hash bytea NOT NULL CHECK (length(content_hash) = 16), -- keyed: of the record and the drawing
  CHECK ((signer = 'person') = (drawing IS NOT NULL))
);
CREATE UNIQUE INDEX site_signature_of_officer ON site_signature (record_id, account) WHERE signer = 'officer';
CREATE UNIQUE INDEX site_signature_of_cafe ON site_signature (record_id) WHERE signer <> 'officer';
CREATE INDEX site_signature_by_account ON site_signature (account);

CREATE FUNCTION site_record_is_signed(record uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT count(*) FILTER (WHERE signer = 'officer') >= 2 AND count(*) FILTER (WHERE signer <> 'officer') = 1
  FROM site_signature WHERE record_id = record
$$;

CREATE FUNCTION refuse_signed_record() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM inspection_version WHERE inspection_id = NEW.inspection_id AND state = 'closed')
    OR EXISTS (SELECT FROM site_record AS earlier
      WHERE inspection_id = NEW.inspection_id AND place_code = NEW.place_code AND site_record_is_signed(earlier.id)) THEN
    RAISE EXCEPTION 'a signed record and one of a closed inspection never change' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER stays_signed BEFORE INSERT ON site_record FOR EACH ROW EXECUTE FUNCTION refuse_signed_record();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF id, inspection_id, place_code, version, at, account ON site_record
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF content ON site_record
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('content');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON site_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF id, record_id, signer, account, at, content_hash ON site_signature
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF content, drawing ON site_signature
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('content', 'drawing');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON site_signature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON site_record, site_signature FROM CURRENT_USER;
GRANT SELECT, INSERT, UPDATE (content) ON site_record TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (content, drawing) ON site_signature TO lingdian_service;
