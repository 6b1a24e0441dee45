-- What one authority finds of a violation after the other has decided on it is in its case alone, and keeps the evidence as well
-- (kept_case, R__functions.sql). These indexes find such cases when a day is dropped.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

CREATE INDEX case_violation_found ON case_violation (violation_id) WHERE outcome IS NOT NULL;
CREATE INDEX case_action_dispatched ON case_action (case_id) WHERE action = 'dispatch';
