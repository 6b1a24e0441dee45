-- A café is told of a case without a violation once it was checked, since before that it would say that somebody complained. The step of
-- now does not say it: a case that nobody checked may be closed, merged or transferred, too.

-- Whether somebody came, or decided, for a case: operators see no actions themselves.
CREATE FUNCTION was_checked(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM case_action WHERE case_id = wanted AND step NOT IN ('lead', 'assigned', 'closed', 'transferred'))
$$;
REVOKE ALL ON FUNCTION was_checked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION was_checked TO lingdian_reader;
