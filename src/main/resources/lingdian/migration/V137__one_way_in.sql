-- A person signs in by a name and password, or by a provider. With both, whoever made the account could use the invitation in the name of
-- the person, who goes on to sign in by the provider and never notices.
DELETE FROM invitation WHERE account IN (SELECT id FROM account WHERE provider_subject IS NOT NULL);
DELETE FROM password WHERE account IN (SELECT id FROM account WHERE sign_in_name IS NOT NULL AND provider_subject IS NOT NULL);
UPDATE sign_in_session SET ended_at = now()
WHERE ended_at IS NULL AND account IN (SELECT id FROM account WHERE sign_in_name IS NOT NULL AND provider_subject IS NOT NULL);
UPDATE account SET sign_in_name = NULL WHERE provider_subject IS NOT NULL;
ALTER TABLE account ADD CONSTRAINT account_one_way_in CHECK (num_nonnulls(sign_in_name, provider_subject) < 2);
