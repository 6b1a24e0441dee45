-- What the roles of Grafana that see one region and authority have in common: the right to the views of reporting. Each is a role of
-- its own, such as grafana_reader_360481_culture, made and ended by "admin grafana" (grafana.md). Its name says what it sees, and the
-- views (R__reporting.sql) hold it to that. This role itself sees no row.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grafana_scopes') THEN
    CREATE ROLE grafana_scopes NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was quicker
END
$$;
GRANT USAGE ON SCHEMA reporting TO grafana_scopes;
