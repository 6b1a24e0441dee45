-- Who has the service's login can write rows here, but no proof: without one a row is not believed. Rows from before this
-- migration have none, and their nights are over.
ALTER TABLE verification_round ADD COLUMN proof bytea; -- keyed hash of night, next_stream and whether it has ended
