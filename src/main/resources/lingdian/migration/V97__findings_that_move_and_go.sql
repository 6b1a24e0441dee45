-- Findings that go along with a café to another county: those that are open, and those that are not there yet, by an index, because
-- all verdicts wait for the last of them.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

DROP INDEX violation_counts;
-- A page of cafés also shows the number of violations of each, counted from this index alone.
CREATE INDEX violation_counts ON violation (place_code, state, region) INCLUDE (standing, authorities);
CREATE INDEX shadow_violation_by_cafe ON shadow_violation (place_code, state, region);

-- The first violations of an inspection, without those that follow.
DROP INDEX case_step_by_inspection;
CREATE INDEX case_step_by_inspection ON case_step (inspection, violation_id) WHERE inspection IS NOT NULL;
