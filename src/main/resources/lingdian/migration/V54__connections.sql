-- Which of a café's connections is the newer one, whatever nodes they are to: each has a number from its opening, and a café keeps
-- the greatest of those whose hello was welcomed. A hello that is read late, over an older one, takes nothing over and accuses nobody.
CREATE SEQUENCE connection_order;
GRANT USAGE ON SEQUENCE connection_order TO lingdian_service;

ALTER TABLE cafe_state ADD connection bigint NOT NULL DEFAULT 0;
