-- Messages about cases go only to readers who ask for them. The position that a list states is the newest that is no such
-- message, so that whoever reads the feed up to it gets there.
ALTER TABLE head
  ADD COLUMN cases_to bigint NOT NULL DEFAULT -1, -- the newest message about a case
  ADD COLUMN before_cases bigint NOT NULL DEFAULT 0; -- the newest message before those about cases that end there
