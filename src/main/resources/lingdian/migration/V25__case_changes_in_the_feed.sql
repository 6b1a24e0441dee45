-- The feed tells changes of cases, to accounts that ask for them, in the one order of all changes. Such a row is about a case
-- and not about a violation.
ALTER TABLE feed ADD COLUMN case_id uuid;
ALTER TABLE feed ALTER COLUMN violation_id DROP NOT NULL, ALTER COLUMN code DROP NOT NULL, ALTER COLUMN standing DROP NOT NULL;
ALTER TABLE feed DROP CONSTRAINT feed_event_check;
-- Not validated: rows from before had the stricter constraints above, and reading them all would stop batches meanwhile.
ALTER TABLE feed ADD CONSTRAINT feed_event CHECK (CASE event
  WHEN 'case-changed' THEN case_id IS NOT NULL AND violation_id IS NULL AND code IS NULL AND standing IS NULL
  WHEN 'opened' THEN case_id IS NULL AND num_nulls(violation_id, code, standing) = 0
  WHEN 'updated' THEN case_id IS NULL AND num_nulls(violation_id, code, standing) = 0
  WHEN 'ended' THEN case_id IS NULL AND num_nulls(violation_id, code, standing) = 0
  WHEN 'case' THEN case_id IS NULL AND num_nulls(violation_id, code, standing) = 0
  ELSE false END) NOT VALID;
