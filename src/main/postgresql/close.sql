-- Takes from PUBLIC, which is every role that may connect, a dashboard's too, what would let any of them stop the service or the server:
-- the table of locks is one for all databases, and who fills it stops every transaction; so does a full disk.
--
-- As a superuser, in the service's database, once it is made and after each restore (operations.md#install). May be run again at any time.
DO $$
DECLARE
  step text;
BEGIN
  -- Advisory locks, kept in the table of locks; large objects, whose removal is; records that are written straight into the log of the
  -- server; and transaction numbers, which are few enough to be used up in hours. What only a superuser may do stays so.
  FOR step IN
    SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace
      AND proname ~ '^(pg_(try_)?advisory_.*|lo_.*|loread|lowrite|pg_logical_emit_message|pg_current_xact_id|txid_current)$'
      AND has_function_privilege('public', oid, 'EXECUTE')
  LOOP
    EXECUTE step;
  END LOOP;

  -- The owner keeps what a start and the roles of dashboards need.
  FOR step IN
    WITH owner AS (
      SELECT DISTINCT oid, oid::regrole AS name FROM pg_roles
      WHERE oid IN (
        SELECT datdba FROM pg_database WHERE datname = current_database()
        UNION SELECT nspowner FROM pg_namespace WHERE nspname = 'lingdian'))
    SELECT format('GRANT EXECUTE ON FUNCTION %s TO %s', pg_proc.oid::regprocedure, owner.name) FROM pg_proc, owner
    WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_'
      AND NOT has_function_privilege(owner.oid, pg_proc.oid, 'EXECUTE')
    UNION ALL
    SELECT format('GRANT pg_use_reserved_connections TO %s', name) FROM owner
    WHERE NOT pg_has_role(oid, 'pg_use_reserved_connections', 'USAGE')
    UNION ALL
    SELECT format('GRANT SET ON PARAMETER %s TO %s', parameter, name) FROM owner, unnest(ARRAY['temp_file_limit', 'log_min_messages',
      'log_min_error_statement']) AS parameter
    WHERE NOT has_parameter_privilege(oid, parameter, 'SET')
  LOOP
    EXECUTE step;
  END LOOP;

  -- A role may connect to every database of the server, and has all of the above in each.
  FOR step IN
    SELECT format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', datname) FROM pg_database
    WHERE datname IN ('postgres', 'template1') AND datname <> current_database() AND has_database_privilege('public', oid, 'CONNECT')
  LOOP
    EXECUTE step;
  END LOOP;
END
$$;
