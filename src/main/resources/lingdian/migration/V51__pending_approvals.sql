-- What waits for a second person is counted with every page of the console. Few rows of many wait at any time.
CREATE INDEX unmasking_pending ON unmasking (ends_at) WHERE granted IS NULL;
CREATE INDEX record_request_pending ON record_request (ends_at) WHERE granted IS NULL;
