CREATE TABLE lingdian.shown_setting AS
SELECT name, current_setting(name) AS setting
FROM unnest(ARRAY['idle_in_transaction_session_timeout', 'lock_timeout', 'tcp_keepalives_count', 'tcp_keepalives_idle', 'tcp_keepalives_interval'])
  AS name;
