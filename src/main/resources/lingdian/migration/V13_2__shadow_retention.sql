-- What rules in shadow found is dropped with the violations of its time: nobody needs longer what nobody was shown.
CREATE OR REPLACE FUNCTION drop_findings(before timestamptz, closed_since timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  dropped bigint;
BEGIN
  IF before > now() - interval '365 days' THEN
    RAISE EXCEPTION 'violations are kept for a year at least' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM violation
  WHERE state = 'ended' AND detected_at < before
    AND NOT kept_case(id, case_step, closed_since)
    AND NOT held_day((detected_at AT TIME ZONE interval '8 hours')::date);
  GET DIAGNOSTICS dropped = ROW_COUNT;
  DELETE FROM shadow_violation
  WHERE state = 'ended' AND detected_at < before
    AND NOT held_day((detected_at AT TIME ZONE interval '8 hours')::date);
  DELETE FROM kept_evidence WHERE NOT held_day(day) AND NOT EXISTS (
    SELECT FROM kept_for JOIN violation ON violation.id = violation_id
    WHERE kept_for.stream_number = kept_evidence.stream_number AND kept_for.seq = kept_evidence.seq
      AND kept_case(violation.id, case_step, closed_since));
  DELETE FROM feed WHERE position < coalesce(
    (SELECT min(position) FROM feed WHERE at >= before), (SELECT position + 1 FROM head));
  RETURN dropped;
END
$$;
