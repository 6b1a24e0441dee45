-- Since when which rules are in force, to be marked on what is drawn.
CREATE VIEW reporting.rule_release WITH (security_barrier) AS
SELECT version, begins_at FROM rule_release WHERE state = 'released';
GRANT SELECT ON reporting.rule_release TO grafana_reader;
