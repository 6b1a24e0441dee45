-- The enforcement ledger: inspections on the spot, and random draws (双随机). Append-only: what is changed is a new version,
-- and what was closed is only corrected by words beside it.
CREATE TABLE inspection (
  id uuid PRIMARY KEY,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  created_at timestamptz NOT NULL
);
CREATE INDEX inspection_newest ON inspection (created_at DESC, id);

CREATE TABLE inspection_version (
  inspection_id uuid NOT NULL REFERENCES inspection,
  version integer NOT NULL CHECK (version > 0),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  kind text NOT NULL CHECK (kind IN ('routine', 'night-round', 'random', 'dispatch')),
  state text NOT NULL CHECK (state IN ('open', 'closed')),
  unit text NOT NULL,
  started_at timestamptz,
  ended_at timestamptz CHECK (ended_at >= started_at),
  officers integer NOT NULL CHECK (officers >= 0),
  vehicles integer NOT NULL CHECK (vehicles >= 0),
  visits jsonb NOT NULL, -- how many premises, by kind
  place_codes text[] NOT NULL, -- of the cafés that were visited
  violations uuid[] NOT NULL, -- that were looked into
  content bytea NOT NULL, -- encrypted: officers' names, what was found where
  PRIMARY KEY (inspection_id, version)
);
CREATE INDEX inspection_version_by_cafe ON inspection_version USING gin (place_codes);

CREATE TABLE inspection_correction (
  inspection_id uuid NOT NULL REFERENCES inspection,
  number integer NOT NULL CHECK (number > 0),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  note bytea NOT NULL, -- encrypted
  PRIMARY KEY (inspection_id, number)
);

CREATE FUNCTION refuse_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM inspection_version WHERE inspection_id = NEW.inspection_id AND state = 'closed') THEN
    RAISE EXCEPTION 'a closed inspection is only corrected' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER stays_closed BEFORE INSERT ON inspection_version FOR EACH ROW EXECUTE FUNCTION refuse_reopening();

CREATE TABLE draw (
  id uuid PRIMARY KEY,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')),
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  seed text NOT NULL,
  source text NOT NULL, -- where the seed was published
  not_inspected_since date,
  pool text[] NOT NULL, -- of which was drawn, so that anyone can draw again
  drawn text[] NOT NULL, -- in order
  officers bytea -- encrypted: of whom was drawn, and who was
);
CREATE INDEX draw_newest ON draw (at DESC, id);

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['inspection', 'inspection_version', 'inspection_correction', 'draw'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', one);
    EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', one);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', one);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO lingdian_service', one);
  END LOOP;
END
$$;
