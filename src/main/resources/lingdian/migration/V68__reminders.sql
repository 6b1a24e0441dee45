-- Reminders of an account's own work, beside news of cafés (notifications.md): requests that wait for its decision, and cases that are
-- due. They name no positions of the feed: what waits is counted when they are sent.
ALTER TABLE notification_setting
  ADD COLUMN approvals boolean NOT NULL DEFAULT true,
  ADD COLUMN deadlines text NOT NULL DEFAULT 'own' CHECK (deadlines IN ('none', 'own', 'all')), -- own: of cases assigned to the account
  ADD COLUMN reminded_on date; -- the day, in China's time, for which the account was last looked at
ALTER TABLE notification_delivery
  DROP CONSTRAINT notification_delivery_about_check,
  ADD CONSTRAINT notification_delivery_about_check CHECK (about IN ('violations', 'cases', 'approvals', 'deadlines'));
COMMENT ON COLUMN notification_delivery.area IS 'the café, the county of an outage, or of a reminder the account''s region';

-- The requests that were told. A hold can be asked to be lifted more than once.
CREATE TABLE notification_request (
  request_id uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (request_id, asked_at)
);
CREATE INDEX notification_request_oldest ON notification_request (at);
GRANT SELECT, INSERT, DELETE ON notification_request TO lingdian_service;
