-- An inspection that a case takes along to another county, where its café moved, may be a round of other cafés of the former county. Their
-- premises, records and photographs are not the new office's to see (R__row_security.sql).

-- Whether an inspection, in any version, went elsewhere than to these cafés.
CREATE FUNCTION went_elsewhere(wanted uuid, cafes text[]) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT EXISTS (
    SELECT FROM inspection_version
    WHERE inspection_id = wanted
      AND (NOT place_codes <@ cafes
        OR (SELECT sum(visited.value::integer) FROM jsonb_each_text(visits) AS visited) > cardinality(place_codes)))
$$;

REVOKE ALL ON FUNCTION went_elsewhere FROM PUBLIC;
GRANT EXECUTE ON FUNCTION went_elsewhere TO lingdian_service, lingdian_reader;
