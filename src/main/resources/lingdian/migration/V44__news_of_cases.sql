-- News of cases and of steps on violations, beside news of violations (notifications.md). They are messages of their own, because a
-- program reads them otherwise.
ALTER TABLE notification_setting
  ADD COLUMN cases text NOT NULL DEFAULT 'own' CHECK (cases IN ('none', 'own', 'all')); -- own: assigned to the account, or its café's
ALTER TABLE notification_delivery
  ADD COLUMN about text NOT NULL DEFAULT 'violations' CHECK (about IN ('violations', 'cases'));
DROP INDEX notification_gathering;
CREATE UNIQUE INDEX notification_gathering ON notification_delivery (target, area, about) WHERE state = 'gathering';
