-- Cafés that an officer puts on tonight's round: each belongs to one account, for one night.
CREATE TABLE round_cafe (
  account uuid NOT NULL REFERENCES account,
  place_code text NOT NULL REFERENCES cafe,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (account, place_code)
);
CREATE INDEX round_cafe_by_time ON round_cafe (added_at);
GRANT SELECT, INSERT, UPDATE (added_at), DELETE ON round_cafe TO lingdian_service;
