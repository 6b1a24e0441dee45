-- Which day keys seal the records of this database (see retention.md): a start with others is refused before it seals
-- anything. The number tells nothing of the keys, which are never in the database.
CREATE TABLE day_keys (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  number bigint NOT NULL
);
GRANT SELECT, INSERT ON day_keys TO lingdian_service;
