-- Since when a café's agent has been connected to a node, by the service's clock: its operator is told.
ALTER TABLE connected_cafe ADD COLUMN since timestamptz NOT NULL DEFAULT now();

-- Who decided a request is shown by name to those who see it.
CREATE INDEX unmasking_by_second_person ON unmasking (decided_by) WHERE decided_by IS NOT NULL;
