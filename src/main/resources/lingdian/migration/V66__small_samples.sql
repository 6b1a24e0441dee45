-- ANALYZE takes a sample of 3,000 rows instead of 30,000 of the tables that grow with every login. While it reads one, no row's
-- old version can be cleared away, and those of cafés' states and streams, which each batch replaces, are looked through by each
-- batch: for seconds in every minute, as long as a day's tables are young. All three are read by keys.
CREATE FUNCTION small_sample(relation regclass) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  EXECUTE (
    SELECT format('ALTER TABLE %s %s', relation, string_agg(format('ALTER COLUMN %I SET STATISTICS 10', attname), ', '))
    FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped);
END
$$;
REVOKE ALL ON FUNCTION small_sample FROM PUBLIC;
SELECT small_sample('session');
SELECT small_sample(inhrelid) FROM pg_inherits WHERE inhparent IN ('journal'::regclass, 'sealed'::regclass);

-- As before, and with small samples.
CREATE OR REPLACE FUNCTION ensure_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  parent text;
  child text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.ensure_day'));
  IF EXISTS (SELECT FROM retention_drop WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % was dropped', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF EXISTS (SELECT FROM packed_day WHERE day = wanted) THEN
    RAISE EXCEPTION 'the day % is over: its records are packed', wanted USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  FOREACH parent IN ARRAY ARRAY['journal', 'sealed'] LOOP
    child := parent || to_char(wanted, '_YYYYMMDD');
    IF to_regclass(child) IS NULL THEN
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', child, parent);
      PERFORM small_sample(child::regclass);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, wanted, wanted + 1);
      EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', child);
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', child);
    END IF;
  END LOOP;
END
$$;
