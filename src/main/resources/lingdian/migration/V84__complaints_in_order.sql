-- A list of a province's or city's complaints walks along their order. The index by region sorted all of them for each page.
CREATE INDEX complaint_in_order ON complaint (authority, received_at DESC, id);
