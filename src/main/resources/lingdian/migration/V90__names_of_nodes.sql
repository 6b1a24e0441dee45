-- On which machine a node runs and in which version, so that whoever looks after the service knows where to look.
ALTER TABLE live_node ADD COLUMN host text, ADD COLUMN version text;
