-- Who entered what cafés are judged by: one account leaves room for others. Null: entered before. The first administrator has no row in
-- "account". What a decision on a case suspends or closes has room of its own, which nobody fills without as many cases.
ALTER TABLE schedule ADD COLUMN entered_by uuid;
ALTER TABLE hours_order ADD COLUMN entered_by uuid;
ALTER TABLE suspension
  ADD COLUMN entered_by uuid,
  ADD COLUMN decided boolean NOT NULL DEFAULT false;
ALTER TABLE closure
  ADD COLUMN entered_by uuid,
  ADD COLUMN decided boolean NOT NULL DEFAULT false;

-- Who sets a legal hold counts those of the authority in the region.
INSERT INTO turn (work, part) SELECT 'legal-hold', generate_series(0, 63);
