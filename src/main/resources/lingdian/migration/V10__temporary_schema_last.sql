-- Comes with R__functions.sql, which puts the temporary schema last on the search path of every function that runs as the
-- owner. A number of its own lets an earlier program recognise the later schema.
COMMENT ON SCHEMA lingdian IS 'the record of Lingdian';
