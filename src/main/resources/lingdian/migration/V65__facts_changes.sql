-- What each count of head.facts_version was about: a node that knows thousands of cafés reads those anew that changed, not
-- all of them. Only the last ones are kept (FactsChangeStore).
CREATE TABLE facts_change (
  version bigint PRIMARY KEY, -- the count
  area text CHECK (area ~ '^\d{6}(10\d{6})?$') -- the café, or the region whose cafés changed; null of rules
);
GRANT SELECT, INSERT, DELETE ON facts_change TO lingdian_service;
