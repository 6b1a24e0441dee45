-- The coverage of a county by day: the terminals that its cafés were licensed for, and how many of these were heard of in
-- the seven days that end with this one. Added up at night, once the numbers of the cafés are entered, so that a day
-- stays with the county that a café had then. Cafés with either number unknown are counted, and left out of both sums.
CREATE TABLE region_terminals (
  day date NOT NULL, -- local
  region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
  licensed bigint NOT NULL,
  heard bigint NOT NULL,
  unknown_cafes bigint NOT NULL,
  PRIMARY KEY (day, region)
);
GRANT SELECT, INSERT, UPDATE ON region_terminals TO lingdian_service;
