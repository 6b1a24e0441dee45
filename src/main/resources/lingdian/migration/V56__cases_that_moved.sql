-- The papers of a case are read with the case, whose office may be another one since its café moved (R__row_security.sql). Nothing is
-- stored differently.
SELECT 1;
