-- A county's search of its cases finds cafés that once were its own, without reading all cafés of the country.
CREATE INDEX cafe_past_by_region ON cafe_past (region text_pattern_ops, place_code);
