-- Of a day that goes on, that nobody came is not told either: where 0 becomes "withheld", one person came just now.
CREATE FUNCTION is_over(of_day date) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN of_day < (now() AT TIME ZONE 'Asia/Shanghai')::date;

CREATE OR REPLACE FUNCTION published(persons numeric, of_day date) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN is_over(of_day) THEN published(persons) WHEN persons >= 5 THEN persons::bigint / 5 * 5 END;

-- Likewise, of violations that count persons there is no row before there are five: the row itself would tell the first.
CREATE OR REPLACE VIEW reporting.violation_day WITH (security_barrier) AS
SELECT day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END AS standing, max(authorities) AS authorities,
       CASE WHEN counts_persons(code) THEN published(count(*), day) ELSE count(*) END AS violations,
       sum(overtime_seconds)::bigint AS overtime_seconds
FROM violation_figure
GROUP BY day, region, code, CASE WHEN NOT counts_persons(code) THEN standing END
HAVING NOT counts_persons(code) OR is_over(day) OR count(*) >= 5;
