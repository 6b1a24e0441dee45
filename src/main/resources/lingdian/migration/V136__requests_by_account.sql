-- Row security looks for the requests for records of the reader's own account, for each session.
CREATE INDEX record_request_by_account ON record_request (asked_by);
