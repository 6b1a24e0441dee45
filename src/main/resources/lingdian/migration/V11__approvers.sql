-- When an account's rights or secrets last changed. Who approves with a second person's right must have had them unchanged
-- for a while, so that an administrator cannot make, or take over, the second person on the spot (unmasking.md).
ALTER TABLE account ADD COLUMN changed_at timestamptz; -- null: as created
COMMENT ON COLUMN account.changed_at IS 'when role, scope or a secret last changed; null: as created';
