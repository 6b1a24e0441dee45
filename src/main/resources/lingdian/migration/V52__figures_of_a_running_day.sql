-- Of a day that goes on, that nobody came is not told either: where 0 becomes "withheld", one person came just now.
CREATE OR REPLACE FUNCTION published(persons bigint, of_day date, today date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN of_day < today AND (persons = 0 OR persons >= 5) THEN persons
              WHEN of_day >= today AND persons >= 5 THEN persons / 5 * 5 END;

CREATE OR REPLACE FUNCTION published(persons numeric, of_day date) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  RETURN published(persons::bigint, of_day, (now() AT TIME ZONE 'Asia/Shanghai')::date);

-- Likewise, of violations that count persons there is no row before there are five: the row itself would tell the first. Those
-- of one sort of authorities are told or withheld by themselves, as by the API: else its answer and this row had a difference.
CREATE OR REPLACE VIEW reporting.violation_day WITH (security_barrier) AS
SELECT day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END AS standing, 
       coalesce(CASE WHEN counts_persons(code) THEN authorities END, max(authorities)) AS authorities,
       CASE WHEN counts_persons(code) THEN published(count(*), day) ELSE count(*) END AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure
GROUP BY day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END, CASE WHEN counts_persons(code) THEN authorities END
HAVING NOT counts_persons(code) OR day < (now() AT TIME ZONE 'Asia/Shanghai')::date OR count(*) >= 5;
