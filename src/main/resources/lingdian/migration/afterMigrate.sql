-- Runs at each start of the program that migrates, after the scripts, whether any ran or not: what is a property of the database and not of
-- its tables is in no dump, and so would be lost by a restore (operations.md).
--
-- Whoever may make temporary tables could put them before ours for the functions of others (R__functions.sql).
DO $$
BEGIN
  IF (SELECT pg_has_role(datdba, 'MEMBER') AND has_database_privilege('public', oid, 'TEMPORARY')
      FROM pg_database WHERE datname = current_database()) THEN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  END IF;
END
$$;
