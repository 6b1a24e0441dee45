-- Lists of violations by what is open and by when it began, which else look at all of them for one page.
CREATE INDEX violation_open ON violation (detected_at DESC, id) WHERE state = 'open';
CREATE INDEX violation_by_start ON violation (started_at);
