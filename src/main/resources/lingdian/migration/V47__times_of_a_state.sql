-- When a café's last event was received: with effective_at and received_at, what changes with every event. The text in
-- "state" holds all else, and is written only where that changed, which most logouts leave as it is.
ALTER TABLE cafe_state ADD last_event_at timestamptz; -- null before its first event
UPDATE cafe_state SET last_event_at = (state::jsonb -> 'presence' ->> 'lastEventAt')::timestamptz WHERE state <> '';
