-- The findings that a café's state remembers, by themselves: they are long and seldom change, while its counts change with each login.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

ALTER TABLE cafe_state ADD findings text NOT NULL DEFAULT '{}';
UPDATE cafe_state SET
  findings = jsonb_strip_nulls(jsonb_build_object(
    'ofSessions', state::jsonb -> 'sessionFindings', 'cards', state::jsonb #> '{suspicions,cards}'))::text,
  state = (state::jsonb - 'sessionFindings' #- '{suspicions,cards}')::text
WHERE state LIKE '%"sessionFindings"%' OR state LIKE '%"cards"%';
