-- How a café is reached, and who is licensed to run it (负责人).
ALTER TABLE cafe
  ADD COLUMN telephone text,
  ADD COLUMN principal text; -- the person's name: shown with the café, in no log
