-- Dropping whole months of the access log, from its beginning. Where the log then begins is itself an entry of it, written in the
-- same transaction by whoever calls this: drop-access-month, with the month's last position and the chain hash there.

-- The months (their first days, UTC+8) that ended before a moment and may be dropped, the oldest first. Never one that ended less
-- than six months ago by the database's own clock (网络安全法: network logs are kept for six months).
CREATE FUNCTION droppable_access_months(before timestamptz) RETURNS SETOF date LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT month FROM (
    SELECT to_date(right(child.relname, 6), 'YYYYMM') AS month
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = 'access_log'::regclass) AS kept
  WHERE (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai' <= least(before, now() - interval '6 months')
  ORDER BY month
$$;

-- Drops the oldest month of the log and says where it was cut; no position where the month had no entry.
CREATE FUNCTION drop_access_month(wanted date, OUT entries bigint, OUT last_position bigint, OUT last_chain bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  child text := 'access_log' || to_char(wanted, '_YYYYMM');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lingdian.ensure_access_month'));
  IF wanted IS DISTINCT FROM (SELECT month FROM droppable_access_months('infinity') AS month ORDER BY month LIMIT 1) THEN
    RAISE EXCEPTION 'the month % of the access log is kept: it is too young, or not the oldest', wanted
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  PERFORM set_config('lock_timeout', '100ms', true);
  EXECUTE format('LOCK TABLE access_log, %I IN ACCESS EXCLUSIVE MODE', child);
  EXECUTE format('SELECT count(*), max(position) FROM %I', child) INTO entries, last_position;
  EXECUTE format('SELECT chain FROM %I WHERE position = $1', child) INTO last_chain USING last_position;
  EXECUTE format('DROP TABLE %I', child);
END
$$;

REVOKE ALL ON FUNCTION droppable_access_months, drop_access_month FROM PUBLIC;
GRANT EXECUTE ON FUNCTION droppable_access_months, drop_access_month TO lingdian_service;
