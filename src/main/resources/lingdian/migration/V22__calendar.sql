-- The public holidays of a year, and the Saturdays and Sundays that are worked instead, as an administrator entered them. A
-- change is a further version, and the last one holds; a year without any has the table of its file, if there is one. By
-- these days deadlines are reckoned, so that nothing that was ever entered is changed.
CREATE TABLE calendar_year (
  year smallint NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  version integer NOT NULL CHECK (version > 0),
  official boolean NOT NULL, -- whether the notice of the year is entered; if not, its deadlines are provisional
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
  standing text NOT NULL CHECK (standing IN ('confirmed', 'second-hand', 'to-be-checked')),
  account uuid NOT NULL, -- the account of the environment has no row in "account"
  at timestamptz NOT NULL,
  PRIMARY KEY (year, version)
);

CREATE TABLE calendar_day (
  year smallint NOT NULL,
  version integer NOT NULL,
  day date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('holiday', 'workday')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  source text CHECK (length(source) BETWEEN 1 AND 200), -- null: that of the year
  standing text CHECK (standing IN ('confirmed', 'second-hand', 'to-be-checked')), -- null: as the year's
  PRIMARY KEY (year, version, day),
  FOREIGN KEY (year, version) REFERENCES calendar_year,
  -- A notice moves days of the December before for New Year.
  CHECK (extract(year FROM day) = year OR day BETWEEN make_date(year - 1, 12, 20) AND make_date(year - 1, 12, 31)),
  CHECK (kind = 'holiday' OR extract(isodow FROM day) IN (6, 7))
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON calendar_year FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON calendar_day FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON calendar_year FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON calendar_day FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON calendar_year, calendar_day TO lingdian_service;
