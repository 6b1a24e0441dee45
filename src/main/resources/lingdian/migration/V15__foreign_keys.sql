-- PostgreSQL checks a foreign key as the owner of the table that is referred to, and locks its row, which takes the right
-- to update a column. An owner that is no superuser had given up that right with all others, so nothing could be entered
-- that refers to these. Their triggers refuse every update as before.
GRANT UPDATE (id) ON inspection, campaign, campaign_entry TO CURRENT_USER;
GRANT UPDATE (fingerprint) ON signing_key TO CURRENT_USER;
GRANT UPDATE (number) ON checkpoint TO CURRENT_USER;
