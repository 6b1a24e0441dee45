-- Row security asks whether a reader sees a step of an account, for each name that is read.
CREATE INDEX case_step_by_account ON case_step (account);
