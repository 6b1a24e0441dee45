-- The role that answers readers (regulators, operators, auditors, administrators). Which rows it sees is in R__row_security.sql.
--
-- Where the owner may not create roles, an administrator creates this one and grants it to the owner first, as with
-- lingdian_service.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lingdian_reader') THEN
    CREATE ROLE lingdian_reader NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was quicker
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT lingdian_reader TO %I', current_user);
EXCEPTION
  WHEN insufficient_privilege THEN
    IF NOT pg_has_role(current_user, 'lingdian_reader', 'MEMBER') THEN
      RAISE;
    END IF;
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO lingdian_reader', current_schema());
END
$$;

-- One property of the scope that the transaction was given; null where it was given none, which no comparison lets pass.
-- After the transaction such a setting is empty rather than absent.
CREATE FUNCTION scope(property text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('lingdian.' || property, true), '');

-- Closes a table to everyone but the role that judges; the owner is bound as well.
CREATE PROCEDURE guard(guarded text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
  EXECUTE format('DROP POLICY IF EXISTS service ON %I', guarded);
  EXECUTE format('CREATE POLICY service ON %I TO lingdian_service USING (true) WITH CHECK (true)', guarded);
END
$$;
REVOKE ALL ON PROCEDURE guard FROM PUBLIC;

-- Opens a guarded table, or some of its columns, to readers, for the rows that the condition lets pass.
CREATE PROCEDURE reveal(guarded text, condition text, columns text DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('REVOKE ALL ON %I FROM lingdian_reader', guarded);
  EXECUTE format('GRANT SELECT %s ON %I TO lingdian_reader', '(' || columns || ')', guarded);
  EXECUTE format('DROP POLICY IF EXISTS reader ON %I', guarded);
  EXECUTE format('CREATE POLICY reader ON %I FOR SELECT TO lingdian_reader USING (%s)', guarded, condition);
END
$$;
REVOKE ALL ON PROCEDURE reveal FROM PUBLIC;
