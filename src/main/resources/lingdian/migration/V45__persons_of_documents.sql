-- Of which violation the person is whose number a document bears, so that who reads it later is asked for the second person that
-- the law demands (documents.md, unmasking.md). The violation may be erased before the document.
ALTER TABLE case_document
  ADD COLUMN person_violation uuid,
  ADD COLUMN second_person boolean NOT NULL DEFAULT false,
  ADD CHECK (bears_number = (person_violation IS NOT NULL)),
  ADD CHECK (bears_number OR NOT second_person);
DROP TRIGGER append_only ON case_document;
CREATE TRIGGER append_only
  BEFORE UPDATE OF id, case_id, region, authority, word, year, serial, number, kind, at, account, bears_number, serves, content,
    content_hash, person_violation, second_person
  ON case_document FOR EACH ROW EXECUTE FUNCTION refuse_change();
