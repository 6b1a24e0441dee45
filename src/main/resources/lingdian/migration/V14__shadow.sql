-- What rules in shadow find (SPEC.md, section 5: recorded, shown to nobody but its author).
--
-- In a table of its own and not in "violation" with a mark: whoever reads violations, counts, feeds, bundles or draws plans
-- from them would have to remember the mark, and the one that forgets it accuses a café of what nobody stands for yet. Here a
-- reader has no right at all. Whose document it is about is left out: nobody acts on such a finding, so nobody need know.
CREATE TABLE shadow_violation (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  place_code text NOT NULL REFERENCES cafe,
  region text NOT NULL,
  standing text NOT NULL CHECK (standing IN ('fact', 'suspicion', 'lead')),
  state text NOT NULL CHECK (state IN ('open', 'ended')),
  rule_version text NOT NULL,
  started_at timestamptz NOT NULL,
  detected_at timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= started_at),
  snapshot text NOT NULL, -- the finding as JSON, as in "violation"
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
);
CREATE INDEX shadow_violation_by_version ON shadow_violation (rule_version, started_at);

GRANT SELECT, INSERT, UPDATE ON shadow_violation TO lingdian_service;
