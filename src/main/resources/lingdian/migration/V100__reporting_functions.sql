-- Comes with R__reporting.sql, whose functions read the rows of one role's regions by these indexes, and look for the
-- account of its office each time.
CREATE INDEX cafe_day_by_region ON cafe_day (region text_pattern_ops, day);
CREATE INDEX region_day_by_region ON region_day (region text_pattern_ops, day);
CREATE INDEX region_terminals_by_region ON region_terminals (region text_pattern_ops, day);
CREATE INDEX account_of_office ON account (region, authority) WHERE role = 'regulator' AND ended_at IS NULL;
