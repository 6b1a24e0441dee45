-- What was confirmed of one café, for its page.
CREATE INDEX case_step_confirmed ON case_step (place_code, at) WHERE action = 'confirm';
