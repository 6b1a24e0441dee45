-- The cases that are not over, in each order of a worklist: without these, an order whose end is far from what is open walks
-- over all cases that ever were.
CREATE INDEX case_file_open_due ON case_file (due_at, id) WHERE NOT ended;
CREATE INDEX case_file_open_newest ON case_file (opened_at DESC, id) WHERE NOT ended;
CREATE INDEX case_file_open_longest ON case_file (began_at, id) WHERE NOT ended;
CREATE INDEX case_file_by_number ON case_file (number) WHERE number IS NOT NULL;

-- The rules of its violations, each once: a filter by rule reads them with the case, in the order of the list.
ALTER TABLE case_file ADD COLUMN codes text[] NOT NULL DEFAULT '{}';
-- By how many an authority has of a rule, a list is read along its order or from them.
DROP INDEX case_violation_by_code;
CREATE INDEX case_violation_by_code ON case_violation (code, authority);
