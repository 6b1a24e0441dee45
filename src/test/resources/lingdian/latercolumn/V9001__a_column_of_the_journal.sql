-- A later version that adds a column to the tables that grow with each login, and keeps their samples small.
ALTER TABLE journal ADD COLUMN later smallint;
ALTER TABLE sealed ADD COLUMN later smallint;
ALTER TABLE session ADD COLUMN later smallint;
SELECT small_sample('session');
SELECT small_sample(inhrelid) FROM pg_inherits WHERE inhparent IN ('journal'::regclass, 'sealed'::regclass);
