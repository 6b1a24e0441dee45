-- What days and months of partitions are left, asked so that the planner cannot read the date in the name of anything else: with
-- enough partitions it looked at every relation's name first, and the name of an index is no date (SQLSTATE 22007).

CREATE OR REPLACE FUNCTION droppable_days(up_to date) RETURNS SETOF date LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  WITH child AS MATERIALIZED (
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent IN ('journal'::regclass, 'sealed'::regclass)),
  kept AS (SELECT DISTINCT to_date(right(relname, 8), 'YYYYMMDD') AS day FROM child)
  SELECT day FROM kept
  WHERE day <= up_to AND day < (now() AT TIME ZONE interval '8 hours')::date - 60 AND NOT held_day(day)
  ORDER BY day
$$;

CREATE OR REPLACE FUNCTION droppable_access_months(before timestamptz) RETURNS SETOF date LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  WITH child AS MATERIALIZED (
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = 'access_log'::regclass),
  kept AS (SELECT to_date(right(relname, 6), 'YYYYMM') AS month FROM child)
  SELECT month FROM kept
  WHERE (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai' <= least(before, now() - interval '6 months')
  ORDER BY month
$$;
