-- By how many entries of the calendar the deadlines of open cases were reckoned. Entries are only ever added.
ALTER TABLE case_head ADD COLUMN calendar_entries bigint NOT NULL DEFAULT 0;
