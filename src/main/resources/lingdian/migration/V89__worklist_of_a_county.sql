-- A page of all cases of one county, running and over, by priority: without it the order of the whole province was walked.
CREATE INDEX case_file_of_county ON case_file (region text_pattern_ops, priority, opened_at DESC, id);
