-- Complaints (举报) about cafés: what an office does with them in "complaint", and what people said in tables of their own, because
-- that is erased 24 months after the end, while the complaint itself stays for the figures.
CREATE TABLE complaint (
  id uuid PRIMARY KEY,
  authority text NOT NULL CHECK (authority IN ('culture', 'public-security')), -- the authority that owns it, with region
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  place_code text REFERENCES cafe, -- null: not known yet which café is meant
  case_id uuid REFERENCES case_file,
  way text NOT NULL CHECK (way IN ('telephone', 'letter', 'fax', 'email', 'visit', 'internet')), -- how it came
  subject text NOT NULL CHECK (subject IN ('hours', 'minors', 'identity', 'unlicensed', 'other')),
  reference text CHECK (reference ~ '^[0-9A-Za-z-]{1,40}$'), -- its number elsewhere, such as that of a work order of 12345
  received_at timestamptz NOT NULL,
  anonymous boolean NOT NULL, -- without a contact, so that nobody can be answered
  wants_answer boolean NOT NULL,
  accept_by date NOT NULL,
  answer_by date NOT NULL,
  provisional boolean NOT NULL, -- whether a holiday that is not entered yet may move a date
  step text NOT NULL CHECK (step IN ('received', 'accepted', 'refused', 'answered')),
  refusal text CHECK (refusal IN ('too-old', 'repeated', 'in-court', 'not-competent', 'unclear')),
  decided_at timestamptz, -- when it was accepted or refused
  ended_at timestamptz, -- when it was refused or answered
  version integer NOT NULL CHECK (version > 0),
  CHECK ((step = 'refused') = (refusal IS NOT NULL)),
  CHECK ((step = 'received') = (decided_at IS NULL)),
  CHECK ((step IN ('refused', 'answered')) = (ended_at IS NOT NULL)),
  CHECK (NOT (anonymous AND wants_answer))
);
CREATE INDEX complaint_newest ON complaint (authority, region, received_at DESC, id);
CREATE INDEX complaint_open ON complaint (authority, region, received_at DESC, id) WHERE ended_at IS NULL;
CREATE INDEX complaint_by_cafe ON complaint (place_code) WHERE place_code IS NOT NULL;
CREATE INDEX complaint_by_case ON complaint (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX complaint_by_end ON complaint (ended_at) WHERE ended_at IS NOT NULL;

-- A complaint that ended stays as it is; until then nobody changes what it was when it came. A case that is erased (erasable_case) is named
-- no longer.
CREATE FUNCTION keep_complaint() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  linked complaint := NEW;
BEGIN
  IF NEW.case_id IS NULL AND OLD.case_id IS NOT NULL THEN
    linked.case_id := OLD.case_id;
    IF linked IS NOT DISTINCT FROM OLD AND erasable_case(OLD.case_id) THEN
      RETURN NEW;
    END IF;
  END IF;
  IF OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'a complaint that ended cannot be changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'a change of a complaint is its next version' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER ended_once BEFORE UPDATE ON complaint FOR EACH ROW EXECUTE FUNCTION keep_complaint();
CREATE TRIGGER never_deleted BEFORE DELETE ON complaint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON complaint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was said. There is no index on a reporter, and no search.
CREATE TABLE complaint_text (
  complaint_id uuid PRIMARY KEY REFERENCES complaint,
  reporter bytea, -- encrypted; null: anonymous
  content bytea NOT NULL, -- encrypted: people write names
  answer bytea -- encrypted: what the reporter is told
);
CREATE TRIGGER only_resealed BEFORE UPDATE OF reporter, content ON complaint_text
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('reporter', 'content');
CREATE TRIGGER answer_only_resealed BEFORE UPDATE OF answer ON complaint_text
  FOR EACH ROW WHEN (OLD.answer IS NOT NULL) EXECUTE FUNCTION refuse_all_but_resealing('answer');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON complaint_text FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What the office did, with its inner notes, which the reporter is never told.
CREATE TABLE complaint_entry (
  complaint_id uuid NOT NULL REFERENCES complaint,
  number integer NOT NULL CHECK (number > 0), -- the version that it led to
  action text NOT NULL CHECK (action IN ('register', 'accept', 'refuse', 'link', 'answer', 'comment')),
  at timestamptz NOT NULL,
  account uuid NOT NULL REFERENCES account,
  note bytea, -- encrypted
  PRIMARY KEY (complaint_id, number)
);
-- A note can only be emptied, which the end of its time does.
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF complaint_id, number, action, at, account ON complaint_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_resealed BEFORE UPDATE OF note ON complaint_entry
  FOR EACH ROW WHEN (NEW.note IS NOT NULL) EXECUTE FUNCTION refuse_all_but_resealing('note');
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON complaint_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Text goes 24 months after the end, and not before.
CREATE FUNCTION keep_complaint_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM complaint WHERE id = OLD.complaint_id AND ended_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the text of a complaint that has not ended is kept' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END
$$;
CREATE TRIGGER kept_until_the_end BEFORE DELETE ON complaint_text FOR EACH ROW EXECUTE FUNCTION keep_complaint_text();

GRANT SELECT, INSERT, UPDATE ON complaint TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (reporter, content, answer), DELETE ON complaint_text TO lingdian_service;
GRANT SELECT, INSERT, UPDATE (note) ON complaint_entry TO lingdian_service;
